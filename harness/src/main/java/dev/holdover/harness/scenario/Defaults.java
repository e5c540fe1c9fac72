package dev.holdover.harness.scenario;

import java.util.List;

/** What holds where a scenario says nothing, and the bounds of what it may say. The schema tells the same. */
final class Defaults {
    static final long DURATION_NS = 1_000_000_000L;

    static final long BOOT_TIME_NS = 150_000_000L;
    static final Range PROCESS_START_NS = new Range(0, 0);
    static final WorkloadSpec.Pattern FIRST_HOST = WorkloadSpec.Pattern.RANDOM_WRITES;
    static final WorkloadSpec.Pattern OTHER_HOSTS = WorkloadSpec.Pattern.IDLE;
    static final Range EVERY_NS = new Range(100_000, 100_000);
    static final Range SIZE_BYTES = new Range(512, 4096);
    static final long WRITE_UNIT_BYTES = 512;

    static final String CARD_SUFFIX = ".card";
    static final long NVRAM_BYTES = 256 << 10;
    static final long NVRAM_UNIT_BYTES = 4 << 10;
    static final long NVRAM_LEAST_BYTES = 16 << 10;
    static final long NVRAM_MOST_BYTES = 1 << 30;
    static final int LOG_SLOTS = 64;
    static final long BATTERY_MILLIJOULES = 30_000_000L;
    static final long LOAD_MILLIWATTS = 12_000;
    static final Range CLOCK_PPM = new Range(0, 0);
    static final CardSpec.AckMode ACK = CardSpec.AckMode.LOCAL;
    static final CardSpec.TakeOver TAKE_OVER = CardSpec.TakeOver.AUTOMATIC;
    static final int CLUSTER_MOST = 8;
    static final long HEARTBEAT_NS = 10_000_000L;
    static final int MISSED = 5;
    static final long LEASE_NS = 100_000_000L;
    static final long DRIFT_PPM = 200;
    static final long DRIFT_MOST_PPM = 500_000;
    static final int MOVES = 3;
    static final long MOVES_WITHIN_NS = 60_000_000_000L;
    static final long WATCHDOG_NS = 50_000_000L;
    /** As {@code peer}: the card has none. */
    static final String NO_PEER = "none";

    static final String WIRE = "lan-a";
    static final Range LATENCY_NS = new Range(20_000, 20_000);
    static final long BITS_PER_SECOND = 10_000_000_000L;
    static final Range RATIO_PPM = new Range(0, 0);

    /** Both join everything where three hosts or more say nothing else. */
    static final List<String> LANS = List.of("lan-a", "lan-b");

    static final int HOSTS_OF_A_LAN = 3;
    static final int PORTS_OF_A_CARD = 2;

    static final long ASK_EVERY_NS = 10_000_000L;
    static final long ARP_AGE_NS = 60_000_000_000L;

    static final long ASK_BYTES = 64;
    static final long ASK_LEAST_BYTES = 35;
    static final long ASK_MOST_BYTES = 1514;
    static final long NIC_BITS_PER_SECOND = 1_000_000_000L;

    static final long DISK_BYTES = 1 << 20;
    /** What an image store takes beside four times the image, at most. */
    static final long STORE_MARGIN_BYTES = 1 << 20;

    static final long DISK_LEAST_BYTES = 256 << 10;
    static final Range DISK_LATENCY_NS = new Range(60_000, 200_000);
    static final long DISK_BITS_PER_SECOND = 1_600_000_000;
    static final long DISK_GIVE_UP_NS = 300_000_000;
    static final int CHUNK_BLOCKS = 1;
    static final int CACHE_LINES = 32;
    static final int SPAN_BLOCKS = 96;
    static final int ROWS_PER_SECOND = 800;
    static final Range BLOCK_EVERY_NS = new Range(300_000, 900_000);
    static final long VOLUME_BYTES = 64 << 10;
    static final long VOLUME_MOST_BYTES = 16 << 20;
    static final Range ARRAY_LATENCY_NS = new Range(100_000, 400_000);
    static final Range VOLUME_EVERY_NS = new Range(500_000, 1_500_000);
    static final long GIVE_UP_NS = 300_000_000L;

    static final String FEED = "mains";

    static final Range CHAOS_NS = new Range(100_000_000L, 600_000_000L);
    static final long HEAL_NS = 1_900_000_000L;
    static final Range FAULTS = new Range(1, 12);
    static final long MOST_FAULTS = 2_000;
    static final long AS_WRITTEN_PPM = 100_000;

    private Defaults() {}
}
