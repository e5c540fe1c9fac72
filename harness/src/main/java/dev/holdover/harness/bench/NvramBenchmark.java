package dev.holdover.harness.bench;

import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import dev.holdover.model.memory.Nvram;
import dev.holdover.model.memory.UngatedNvram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a block costs on its way into the NVRAM, and what copying its bytes alone would. */
@State(Scope.Thread)
public class NvramBenchmark {
    private static final int USER_BYTES = 256 << 10;
    private static final int LOG_SLOTS = 64;
    private static final int BLOCKS = USER_BYTES / NvramLayout.BLOCK;

    private final NvramLayout layout = new NvramLayout(USER_BYTES, LOG_SLOTS, 1);
    private final Nvram nvram = new Nvram((int) layout.totalBytes(), (by, offset, length) -> {});
    private final WriteLog log = new WriteLog(layout, new UngatedNvram(nvram), layout.slot(0));
    private final byte[] block = new byte[NvramLayout.BLOCK];
    private final byte[] memory = new byte[USER_BYTES];
    private int next;

    @Setup
    public void format() {
        log.format();
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i * 31);
        }
    }

    /** Payload, checksum, record, dirty bit, and the copy into the image. */
    @Benchmark
    public long commit() {
        next = (next + 1) % BLOCKS;
        int slot = log.nextPayloadSlot();
        long at = log.payloadAt(slot);
        nvram.put(at, block, 0, block.length);
        log.commit((long) next * NvramLayout.BLOCK, block.length, nvram.crc32c(at, block.length), slot, 1, next);
        return log.replay();
    }

    @Benchmark
    public byte[] memcpy() {
        next = (next + 1) % BLOCKS;
        System.arraycopy(block, 0, memory, next * NvramLayout.BLOCK, block.length);
        return memory;
    }
}
