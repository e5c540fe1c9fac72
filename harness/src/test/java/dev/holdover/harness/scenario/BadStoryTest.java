package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files that fit the schema but whose parts do not fit each other. */
class BadStoryTest {
    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWouldBeRight() {
        return Stream.of(
                bad("an unknown event after after", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms after gate-shot on alpha, fault: host-crash }
                        """, "4:11: unknown event 'gate-shot'; did you mean 'gate-shut'?"),
                bad(
                        "a fault where an event is needed",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms after host-crash, fault: host-crash }
                        """,
                        "4:11: 'host-crash' is a step; 'after' needs an event, like gate-shut"),
                bad(
                        "two cards in one slot",
                        """
                        scenario: x
                        hosts: [alpha]
                        cards:
                          a: { in: alpha, slot: 1 }
                          b: { in: alpha, slot: 1 }
                        """,
                        "5:25: slot 1 of host 'alpha' already holds card 'a'; take another slot, like 2"),
                bad("unknown host", """
                        scenario: x
                        hosts: [alpha, beta]
                        cards:
                          a: { in: alhpa }
                        """, "4:12: unknown host 'alhpa'; did you mean 'alpha'?"),
                bad("unknown peer", """
                        scenario: x
                        hosts: [alpha, beta]
                        cards:
                          a: { in: alpha, peer: bet }
                        """, "4:25: unknown card 'bet'; did you mean 'beta'?"),
                bad("self peer", """
                        scenario: x
                        hosts: [alpha, beta]
                        cards:
                          a: { in: alpha, peer: a }
                        """, "4:25: card 'a' is its own peer; name a card in another host, or none"),
                bad("unknown wire end", """
                        scenario: x
                        hosts: [alpha, beta]
                        wires:
                          w: { between: [alpha, gamma] }
                        """, "4:25: unknown card 'gamma'; allowed: alpha.card, beta.card, alpha, beta"),
                bad(
                        "a wire with both ends on one card",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        wires:
                          w: { between: [alpha, alpha.card] }
                        """,
                        "4:17: both ends of wire 'w' are at card 'alpha.card'; name two cards"),
                bad("wire end with two cards", """
                        scenario: x
                        hosts: [alpha, beta]
                        cards: { a: { in: alpha }, a2: { in: alpha } }
                        wires:
                          w: { between: [alpha, beta] }
                        """, "5:18: host 'alpha' has 2 cards; name one: a, a2"),
                bad("same name", """
                        scenario: x
                        hosts: [alpha, beta]
                        cards:
                          beta: { in: alpha }
                        """, "4:3: name 'beta' is already that of a host; choose another"),
                bad(
                        "same name as default",
                        """
                        scenario: x
                        hosts: [mains, beta]
                        """,
                        "2:9: name 'mains' is already that of the default feed; choose another, or write "
                                + "down the feeds"),
                bad("name none", """
                        scenario: x
                        hosts: [alpha, none]
                        """, "2:16: 'none' cannot be a name: it stands for no peer; choose another"),
                bad("feed unknown host", """
                        scenario: x
                        hosts: [alpha, beta]
                        feeds: { f: { powers: [alpha, bta] } }
                        """, "3:31: unknown host 'bta'; did you mean 'beta'?"),
                bad("host without feed", """
                        scenario: x
                        hosts: [alpha, beta]
                        feeds: { f: { powers: [alpha] } }
                        """, "3:1: no feed powers host 'beta'; add it to one"),
                bad(
                        "third wire",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        wires:
                          one: { between: [alpha, beta] }
                          two: { between: [beta, alpha] }
                          three: { between: [alpha, beta] }
                        """,
                        "6:21: two wires join cards 'alpha.card' and 'beta.card' already, and a card has two "
                                + "ports; remove one"),
                bad(
                        "wire and lan",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        wires: { cable: { between: [alpha, beta] } }
                        lans: { lan-a: { joins: [alpha, beta] } }
                        """,
                        "4:25: wire 'cable' joins cards 'alpha.card' and 'beta.card' already; join two cards by "
                                + "wires or by LANs"),
                bad("station without lan", """
                        scenario: x
                        hosts: [alpha, beta]
                        stations: { client: {} }
                        """, "3:13: station 'client' has no LAN to be on; write down 'lans'"),
                bad("lan joins nobody", """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, bta] } }
                        """, "3:33: unknown card 'bta'; did you mean 'beta'?"),
                bad(
                        "loss without direction",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - { at: 1ms, fault: asymmetric-loss, on: lan-a/alpha.card }
                        """,
                        "4:44: unknown direction 'lan-a/alpha.card'; did you mean 'lan-a/alpha.card/rx'?"),
                bad("wrong kind", """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - at: 1ms
                            fault: host-crash
                            on: lan-a
                        """, "6:9: 'lan-a' is a wire where a host is needed; hosts: alpha, beta"),
                bad("unknown on", """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - at: 1ms
                            fault: link-down
                            on: lan-b
                        """, "6:9: unknown cable 'lan-b'; did you mean 'lan-a'?"),
                bad("missing on", """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - at: 1ms
                            fault: host-crash
                        """, "4:5: 'host-crash' needs 'on', a host; hosts: alpha, beta"),
                bad("for not healing", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: firmware-crash, for: 1ms }
                        """, "4:44: 'firmware-crash' does not heal by itself; remove 'for'"),
                bad(
                        "parameter not of word",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: firmware-crash, offset: 1KiB }
                        """,
                        "4:39: 'offset' is no parameter of 'firmware-crash'; it has none, remove it"),
                bad("parameter out of limits", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: flash-fails, sector: 17..18 }
                        """, "4:44: '17..18' is not within 0..17"),
                bad("parameter out of the limits of a unit", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: brown-out, ramp: 2h }
                        """, "4:40: '2h' is not within 0s..1h"),
                bad(
                        "after the end",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1500ms, fault: host-crash }
                        """,
                        "4:11: '1500ms' is after the end of the run at 1s; move it, or raise 'duration'"),
                bad(
                        "store of wire",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - { at: store 5 of lan-a, fault: mains-loss }
                        """,
                        "4:11: 'lan-a' stores nothing; name a host or a card: alpha, beta, alpha.card, " + "beta.card"),
                bad(
                        "within of stranger",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: host-crash }
                        expect:
                          - { see: gate-shut, within: 60ms of host-crush }
                        """,
                        "6:31: 'host-crush' is neither a step of this story nor an event; did you mean "
                                + "'host-crash'?"),
                bad("within of other fault", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: host-crash }
                        expect:
                          - { see: gate-shut, within: 60ms of host-hang }
                        """, "6:31: no step of this story is 'host-hang'; steps: host-crash"),
                bad("within of on other", """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - { at: 1ms, fault: host-crash, on: alpha }
                        expect:
                          - { see: gate-shut, within: 60ms of host-crash on beta }
                        """, "6:31: no 'host-crash' happens on 'beta' in this story; on: alpha"),
                bad(
                        "expect unknown on",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        expect:
                          - { see: gate-shut, on: gamma }
                        """,
                        "4:27: no host, card, network, station, array, disk, NIC or feed is named 'gamma'; allowed: "
                                + "alpha, beta, alpha.card, beta.card, lan-a, mains"),
                bad("volume of a disk that is not there", """
                        scenario: x
                        hosts: [alpha]
                        disks: { d0: { in: [alpha] }, d1: { in: [alpha] } }
                        volumes: { alpha: { disks: [d0, d7], level: raid1 } }
                        """, "4:33: unknown disk 'd7'; did you mean 'd0'?"),
                bad("too few disks", """
                        scenario: x
                        hosts: [alpha]
                        disks: { d0: { in: [alpha] }, d1: { in: [alpha] } }
                        volumes: { alpha: { disks: [d0, d1] } }
                        """, "4:28: 'raid5' takes more disks; write at least 3"),
                bad(
                        "disk of another card",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        disks: { d0: { in: [alpha] }, d1: { in: [beta] } }
                        volumes: { alpha: { disks: [d0, d1], level: raid1 } }
                        """,
                        "4:28: disk 'd1' is not in a slot of 'alpha.card'; it is in beta.card"),
                bad(
                        "disk of a size that is none",
                        """
                        scenario: x
                        hosts: [alpha]
                        disks: { d0: { in: [alpha], size: 5KiB } }
                        """,
                        "3:35: disk of 5KiB is not a multiple of 4KiB from 256KiB on; write 1MiB"),
                bad("NIC without a LAN", """
                        scenario: x
                        hosts: [alpha]
                        nics: { n0: { in: alpha } }
                        """, "3:9: NIC 'n0' has no LAN to be on; write down 'lans'"),
                bad("NIC on a LAN that is not there", """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        nics: { n0: { in: alpha, on: lan-b } }
                        """, "4:30: unknown lan 'lan-b'; did you mean 'lan-a'?"),
                bad(
                        "two NICs of a card on one LAN",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        nics: { n0: { in: alpha, on: lan-a }, n1: { in: alpha, on: lan-a } }
                        """,
                        "4:60: 'n0' of the same card is on 'lan-a' already, and both would bear its addresses; "
                                + "name another LAN"),
                bad(
                        "NIC with the address of a group",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        nics: { n0: { in: alpha, address: "01:00:5e:00:00:01" } }
                        """,
                        "4:35: '01:00:5e:00:00:01' is the address of a group; write an even first byte"),
                bad(
                        "NIC with the address of a personality",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        nics: { n0: { in: alpha, address: "02:48:00:01:00:01" } }
                        """,
                        "4:35: addresses from 02:48 on are those of personalities; write another"),
                bad("two NICs with one address", """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        nics: { n0: { in: alpha }, n1: { in: beta, address: "02:4e:00:00:00:01" } }
                        """, "4:53: 'n0' has this address already; write another"),
                bad(
                        "the port of a host that has a NIC instead",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        nics: { n0: { in: alpha } }
                        when:
                          - { at: 1ms, fault: nic-failure, on: lan-a/alpha }
                        """,
                        "6:40: unknown port 'lan-a/alpha'; allowed: lan-a/alpha.card, lan-a/beta.card, lan-a/beta, "
                                + "lan-a/n0"),
                bad("a request that is no frame", """
                        scenario: x
                        hosts: [alpha, beta]
                        lans: { lan-a: { joins: [alpha, beta] } }
                        stations: { client: { size: 2KiB } }
                        """, "4:29: a request of 2KiB is no frame; write 35B to 1514B"),
                bad(
                        "workload until before from",
                        """
                        scenario: x
                        hosts: { alpha: { workload: { from: 5ms, until: 1ms } } }
                        """,
                        "2:49: the workload ends at 1ms, before it begins; write more than 5ms"));
    }
}
