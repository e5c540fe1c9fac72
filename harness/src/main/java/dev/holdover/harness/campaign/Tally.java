package dev.holdover.harness.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What came of a block of seeds of one file. Tallies are written as lines of JSON and added up anywhere. */
public final class Tally {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A failed run, with all that is needed to see it again.
     *
     * @param foundNs how long its block had been played when it failed
     */
    public record Failure(long seed, Finding finding, JsonNode plan, long foundNs) {}

    private final String file;
    private final long from;
    private final long to;
    private final Coverage coverage;
    private final List<Failure> failures = new ArrayList<>();
    private long events;
    private long virtualNs;
    private long wallNs;
    private long digest;
    private long rechecked;

    Tally(String file, long from, long to) {
        this(file, from, to, new Coverage());
    }

    private Tally(String file, long from, long to, Coverage coverage) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.coverage = coverage;
    }

    void ran(long ofEvents, long ofVirtualNs, long ofWallNs, String hash) {
        events += ofEvents;
        virtualNs += ofVirtualNs;
        wallNs += ofWallNs;
        digest += Long.parseUnsignedLong(hash, 0, 16, 16);
    }

    void failed(Failure failure) {
        failures.add(failure);
    }

    void rechecked() {
        rechecked++;
    }

    public String file() {
        return file;
    }

    /** The first seed. */
    public long from() {
        return from;
    }

    /** The last seed. */
    public long to() {
        return to;
    }

    /** Whether the block has all its seeds. */
    public boolean in(SeedBlock block) {
        return block.from() <= from && to <= block.to();
    }

    public long seeds() {
        return to - from + 1;
    }

    public long events() {
        return events;
    }

    public long virtualNs() {
        return virtualNs;
    }

    /** Processor time, more or less: how long the runs took, one after the other. */
    public long wallNs() {
        return wallNs;
    }

    /** The same for the same runs, in whatever order they were played. */
    public long digest() {
        return digest;
    }

    /** How many seeds were played twice, to see that they give one history. */
    public long recheckedSeeds() {
        return rechecked;
    }

    public List<Failure> failures() {
        return failures;
    }

    public Coverage coverage() {
        return coverage;
    }

    /** One line of JSON. */
    public String line() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("file", file).put("from", from).put("to", to).put("events", events);
        json.put("virtualNanos", virtualNs).put("wallNanos", wallNs).put("digest", digest);
        json.put("rechecked", rechecked);
        ArrayNode list = json.putArray("failures");
        for (Failure failure : failures) {
            Finding finding = failure.finding();
            ObjectNode node = list.addObject();
            node.put("seed", failure.seed())
                    .put("invariant", finding.invariant())
                    .put("name", finding.name());
            node.put("timeNanos", finding.timeNs()).put("text", finding.text());
            node.put("hash", finding.hash()).put("events", finding.events());
            node.put("foundNanos", failure.foundNs());
            node.set("plan", failure.plan());
        }
        coverage.write(json.putObject("coverage"));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads such a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Tally read(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON", e);
        }
        if (!json.has("file") || !json.path("to").isIntegralNumber() || !json.has("coverage")) {
            throw new IllegalArgumentException("is no line of a campaign");
        }
        Tally tally = new Tally(
                json.path("file").asText(),
                json.path("from").asLong(),
                json.path("to").asLong(),
                Coverage.read(json.path("coverage")));
        tally.events = json.path("events").asLong();
        tally.virtualNs = json.path("virtualNanos").asLong();
        tally.wallNs = json.path("wallNanos").asLong();
        tally.digest = json.path("digest").asLong();
        tally.rechecked = json.path("rechecked").asLong();
        for (JsonNode node : json.path("failures")) {
            Finding finding = new Finding(
                    node.path("invariant").asInt(),
                    node.path("name").asText(),
                    node.path("timeNanos").asLong(),
                    node.path("text").asText(),
                    node.path("hash").asText(),
                    node.path("events").asLong());
            tally.failed(new Failure(
                    node.path("seed").asLong(),
                    finding,
                    node.path("plan"),
                    node.path("foundNanos").asLong()));
        }
        return tally;
    }
}
