package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A station on a LAN that has no card: a client, or the router through which clients come.
 *
 * @param name its name
 * @param lan the LAN that it is on
 * @param asks the cards whose hosts' personalities it asks for service
 * @param everyNs from one request to the next
 * @param sizeBytes of a request and its answer, as a frame
 * @param arpAgeNs after which its ARP cache forgets what nobody confirmed
 */
public record StationSpec(String name, String lan, List<String> asks, long everyNs, long sizeBytes, long arpAgeNs) {
    /** Copies the list. */
    public StationSpec {
        asks = List.copyOf(asks);
    }
}
