package dev.holdover.harness.scenario;

import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One scenario file, complete: every default filled in, every name resolved.
 *
 * @param name the file's name without {@code .yaml}
 * @param file the file as it was named by the caller
 * @param title the story in one line
 * @param about free text, or empty
 * @param claims the claims that the scenario shows, in the order of writing
 * @param durationNs how long the story runs, in virtual nanoseconds
 * @param hosts the hosts, in the order of writing
 * @param cluster what holds for all cards together
 * @param cards the cards as written, then the default cards in the order of their hosts
 * @param wires the wires
 * @param lans the LANs, two at most
 * @param feeds the power feeds; every host is on at least one
 * @param stations the stations on the LANs
 * @param storage the disk array, one at most
 * @param disks the disks in daughter slots
 * @param volumes the block volumes on them, one for a personality at most
 * @param nics the network controllers in daughter slots of hosts
 * @param when the steps, in the order of writing
 * @param expect the expectations, in the order of writing
 * @param campaign what a campaign may make of it
 * @param names what steps can be about, by kind, in the order of writing
 */
public record Scenario(
        String name,
        String file,
        String title,
        String about,
        List<Integer> claims,
        long durationNs,
        List<HostSpec> hosts,
        ClusterSpec cluster,
        List<CardSpec> cards,
        List<WireSpec> wires,
        List<LanSpec> lans,
        List<FeedSpec> feeds,
        List<StationSpec> stations,
        List<StorageSpec> storage,
        List<DaughterDiskSpec> disks,
        List<BlockVolumeSpec> volumes,
        List<NicSpec> nics,
        List<StepSpec> when,
        List<ExpectSpec> expect,
        CampaignSpec campaign,
        Map<Target, List<String>> names) {
    /** Copies the lists, so that a scenario never changes. */
    public Scenario {
        claims = List.copyOf(claims);
        hosts = List.copyOf(hosts);
        cards = List.copyOf(cards);
        wires = List.copyOf(wires);
        lans = List.copyOf(lans);
        feeds = List.copyOf(feeds);
        stations = List.copyOf(stations);
        storage = List.copyOf(storage);
        disks = List.copyOf(disks);
        volumes = List.copyOf(volumes);
        nics = List.copyOf(nics);
        when = List.copyOf(when);
        expect = List.copyOf(expect);
        names = Collections.unmodifiableMap(new EnumMap<>(names));
    }

    /** What steps can be about, of one kind, in the order of writing. */
    public List<String> named(Target target) {
        return names.getOrDefault(target, List.of());
    }

    /** The same world with another story, of which nothing in particular is expected. */
    public Scenario with(long otherDurationNs, List<StepSpec> steps) {
        return new Scenario(
                name,
                file,
                title,
                about,
                claims,
                otherDurationNs,
                hosts.stream()
                        .map(host -> host.workload().untilNs() == durationNs ? host.until(otherDurationNs) : host)
                        .toList(),
                cluster,
                cards,
                wires,
                lans,
                feeds,
                stations,
                storage,
                disks,
                volumes,
                nics,
                steps,
                List.of(),
                campaign,
                names);
    }
}
