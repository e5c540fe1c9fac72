package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loads scenario files. */
public final class ScenarioFile {
    private ScenarioFile() {}

    /**
     * Reads, checks and completes one file.
     *
     * @param file a YAML file of at most 1 MiB
     * @param vocabulary the words that the story may use
     * @param sets overrides {@code path=value}, like {@code cards.a.nvram=1MiB} or {@code when[0].at=50ms}, applied in
     *     order before anything is checked
     * @throws ScenarioException if the file cannot be read or is wrong; its message is one line for the user
     */
    public static Scenario load(Path file, Vocabulary vocabulary, List<String> sets) {
        return load(file, ScenarioText.bytes(file, new Problems(file.toString())), vocabulary, sets);
    }

    /** The same for a file whose content is at hand. */
    public static Scenario load(Path file, byte[] bytes, Vocabulary vocabulary, List<String> sets) {
        Problems problems = new Problems(file.toString());
        return of(file, parse(bytes, sets, problems), problems, vocabulary);
    }

    /**
     * What a file says, as JSON nodes that nobody has checked yet.
     *
     * @throws ScenarioException if it cannot be read, or is no YAML
     */
    public static JsonNode tree(Path file, List<String> sets) {
        Problems problems = new Problems(file.toString());
        return parse(ScenarioText.bytes(file, problems), sets, problems).root();
    }

    /**
     * Checks and completes what was read before, or made.
     *
     * @param file as what it is to be known
     * @throws ScenarioException if it is wrong
     */
    public static Scenario of(Path file, JsonNode root, Vocabulary vocabulary) {
        return of(file, new Tree(root), new Problems(file.toString()), vocabulary);
    }

    private static Tree parse(byte[] bytes, List<String> sets, Problems problems) {
        Tree tree = YamlReader.read(ScenarioText.text(bytes, problems), problems, YamlReader::inFile);
        if (tree.root().isNull()) {
            throw problems.stop(Place.START, "the file is empty; " + YamlWords.BEGINNING);
        }
        if (tree.root().isObject()) {
            Overrides overrides = new Overrides(tree, problems);
            sets.forEach(overrides::apply);
        }
        return tree;
    }

    static Scenario of(Path file, Tree tree, Problems problems, Vocabulary vocabulary) {
        new SchemaCheck(tree, problems).check();
        Scenario scenario = read(file, new Section(tree, problems, ""), vocabulary);
        problems.throwIfAny();
        return scenario;
    }

    /** Reads all that the schema has let through; the result counts only if no problem was collected. */
    private static Scenario read(Path file, Section root, Vocabulary vocabulary) {
        Components components = new Components();
        long durationNs = CardsReader.aboveZero(root, "duration", Unit.DURATION, Defaults.DURATION_NS);
        List<HostSpec> hosts = new HostsReader(root, components, durationNs).read();
        ClusterSpec cluster = cluster(root.child("cluster"));
        List<CardSpec> cards = new CardsReader(root, components, cluster.driftPpm()).read(hosts);
        WiresReader wiresReader = new WiresReader(root, components);
        List<WireSpec> wires = wiresReader.wires(hosts);
        List<FeedSpec> feeds = wiresReader.feeds(hosts);
        LansReader lansReader = new LansReader(root, components);
        List<LanSpec> lans = lansReader.lans(hosts, wires);
        List<StationSpec> stations = lansReader.stations();
        List<StorageSpec> storage = new StorageReader(root, components).read(hosts);
        Map<String, Integer> slots = new LinkedHashMap<>();
        DisksReader disksReader = new DisksReader(root, components, slots);
        List<DaughterDiskSpec> disks = disksReader.disks();
        List<BlockVolumeSpec> volumes = disksReader.volumes(disks, cards);
        disksReader.stores(disks, volumes, cards);
        disksReader.destages(cards);
        NicsReader nicsReader = new NicsReader(root, components, slots);
        List<NicSpec> nics = nicsReader.nics();
        lans = nicsReader.instead(lans, nics);
        StoryReader story = new StoryReader(root, components, vocabulary, durationNs, cluster.driftPpm());
        List<StepSpec> steps = story.steps();
        List<ExpectSpec> expectations = story.expectations(steps);
        List<Integer> claims = new ArrayList<>();
        root.get("claims").forEach(claim -> claims.add(claim.asInt()));
        return new Scenario(
                name(file),
                file.toString(),
                root.text("scenario", ""),
                root.text("about", ""),
                claims,
                durationNs,
                hosts,
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
                expectations,
                CampaignReader.read(root.child("campaign")),
                names(components));
    }

    private static Map<Target, List<String>> names(Components components) {
        Map<Target, List<String>> names = new EnumMap<>(Target.class);
        for (Target target : Target.values()) {
            names.put(target, components.named(target));
        }
        return names;
    }

    private static ClusterSpec cluster(Section entry) {
        return new ClusterSpec(
                CardsReader.aboveZero(entry, "lease", Unit.DURATION, Defaults.LEASE_NS),
                drift(entry),
                entry.quantity("hold", Unit.DURATION, Long.MAX_VALUE),
                entry.number("moves", Defaults.MOVES),
                CardsReader.aboveZero(entry, "moves-within", Unit.DURATION, Defaults.MOVES_WITHIN_NS));
    }

    private static long drift(Section entry) {
        long ppm = entry.range("drift", Unit.RATIO, new Range(Defaults.DRIFT_PPM, Defaults.DRIFT_PPM))
                .hi();
        if (ppm > Defaults.DRIFT_MOST_PPM) {
            entry.problem(
                    "drift",
                    "a drift of " + Quantity.exact(Unit.RATIO, ppm) + " leaves no lease that ends; at most "
                            + Quantity.exact(Unit.RATIO, Defaults.DRIFT_MOST_PPM));
        }
        return Math.min(ppm, Defaults.DRIFT_MOST_PPM);
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.replaceFirst("\\.ya?ml$", "");
    }
}
