package dev.holdover.harness.scenario;

import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All names of a scenario: of which kind each is, and which component is meant where a name stands for another. */
final class Components {
    private final Map<String, Target> kinds = new LinkedHashMap<>();
    private final Map<String, Section> written = new LinkedHashMap<>();
    private final Map<String, String> hostOfCard = new LinkedHashMap<>();
    private final List<String> ports = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    /** A component that the file writes down. The first of two with one name keeps it. */
    void declare(String name, Target kind, Section at) {
        Target other = kinds.putIfAbsent(name, kind);
        if (other != null) {
            at.problem("name '" + name + "' is already that of a " + lower(other) + "; choose another");
        } else if (name.equals(Defaults.NO_PEER)) {
            at.problem("'" + name + "' cannot be a name: it stands for no peer; choose another");
        } else {
            written.put(name, at);
        }
    }

    /** A component that is there by default. */
    void declareDefault(String name, Target kind) {
        if (kinds.putIfAbsent(name, kind) != null) {
            Optional.ofNullable(written.get(name))
                    .ifPresent(at -> at.problem("name '" + name + "' is already that of the default " + lower(kind)
                            + "; choose another, or write down the " + lower(kind) + "s"));
        }
    }

    /** The place where something is plugged into a network, as in lan-a/alpha.card. */
    void declarePort(String name) {
        ports.add(name);
    }

    /** It is not there after all. */
    void removePort(String name) {
        ports.remove(name);
    }

    /** A way to a disk array, as in array/alpha. */
    void declarePath(String name) {
        paths.add(name);
    }

    void plug(String card, String host) {
        hostOfCard.put(card, host);
    }

    List<String> cardsIn(String host) {
        return hostOfCard.entrySet().stream()
                .filter(e -> e.getValue().equals(host))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The host of a card; empty when the file plugs it into none that exists. */
    Optional<String> hostOf(String card) {
        return Optional.ofNullable(hostOfCard.get(card));
    }

    List<String> named(Target kind) {
        if (kind == Target.CABLE) {
            List<String> wires = named(Target.WIRE);
            return wires.isEmpty() ? List.copyOf(ports) : wires;
        }
        if (kind == Target.PORT) {
            return List.copyOf(ports);
        }
        if (kind == Target.PATH) {
            return List.copyOf(paths);
        }
        if (kind == Target.DIRECTION) {
            return ports.stream()
                    .flatMap(port -> Stream.of(port + "/rx", port + "/tx"))
                    .toList();
        }
        return kinds.entrySet().stream()
                .filter(e -> e.getValue() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The only component of a kind, where a name may be left out. */
    Optional<String> only(Target kind) {
        List<String> all = named(kind);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * Any component.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    String any(String name) {
        if (!kinds.containsKey(name) && !ports.contains(name) && !paths.contains(name)) {
            throw new IllegalArgumentException("no host, card, network, station, array, disk, NIC or feed is named "
                    + Problems.quote(name) + "; " + DidYouMean.hint(name, kinds.keySet()));
        }
        return name;
    }

    /**
     * The component of a kind that a name means: a host stands for its only card, and a card for its host.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    String resolve(Target kind, String name) {
        Target actual = kinds.get(name);
        if (actual == kind || isPart(kind, name)) {
            return name;
        }
        if (actual == Target.CARD && kind == Target.HOST && hostOfCard.containsKey(name)) {
            return hostOf(name).orElse(name);
        }
        if (actual == Target.HOST && kind == Target.CARD) {
            List<String> cards = cardsIn(name);
            if (cards.size() == 1) {
                return cards.get(0);
            }
            throw new IllegalArgumentException(
                    "host '" + name + "' has " + cards.size() + " cards; name one: " + String.join(", ", cards));
        }
        if (actual == null) {
            throw new IllegalArgumentException("unknown " + lower(kind) + " " + Problems.quote(name) + "; "
                    + DidYouMean.hint(name, candidates(kind)));
        }
        throw new IllegalArgumentException(
                "'" + name + "' is a " + lower(actual) + " where a " + lower(kind) + " is needed; " + allowed(kind));
    }

    /** Whether a name means a port, a cable or one direction of it where such is needed. */
    private boolean isPart(Target kind, String name) {
        boolean direction = name.endsWith("/rx") || name.endsWith("/tx");
        boolean whole = ports.contains(name);
        return switch (kind) {
            case CABLE -> whole || kinds.get(name) == Target.WIRE;
            case PATH -> paths.contains(name);
            case PORT -> whole || direction && ports.contains(name.substring(0, name.length() - 3));
            case DIRECTION -> direction && ports.contains(name.substring(0, name.length() - 3));
            default -> false;
        };
    }

    /** For messages: "hosts: alpha, beta". */
    String allowed(Target kind) {
        List<String> all = named(kind);
        return all.isEmpty() ? "there is no " + lower(kind) : lower(kind) + "s: " + String.join(", ", all);
    }

    /** Names that may stand where a component of this kind is needed. */
    private List<String> candidates(Target kind) {
        List<String> names = new ArrayList<>(named(kind));
        if (kind == Target.CARD) {
            named(Target.HOST).stream().filter(h -> cardsIn(h).size() == 1).forEach(names::add);
        }
        return names;
    }

    static String lower(Target kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
