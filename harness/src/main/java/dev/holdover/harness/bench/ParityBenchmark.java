package dev.holdover.harness.bench;

import dev.holdover.firmware.raid.Parity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The kernels of RAID on blocks that fit into the first cache, and what copying and the loop that one would write
 * first take. What is counted is bytes touched: a copy reads and writes each, the others read two and write one.
 */
@State(Scope.Thread)
public class ParityBenchmark {
    private static final int BLOCK = 4096;
    private static final int COPY_TOUCHES = 2;
    private static final int XOR_TOUCHES = 3;
    private static final int TOP_BIT = 0x80;
    private static final int REDUCTION = 0x1d;

    private final byte[] into = new byte[BLOCK];
    private final byte[] from = new byte[BLOCK];

    @Setup
    public void fill() {
        for (int i = 0; i < BLOCK; i++) {
            into[i] = (byte) (i * 7);
            from[i] = (byte) (i * 31);
        }
    }

    @Benchmark
    public byte[] memcpy(Counted counted) {
        System.arraycopy(from, 0, into, 0, BLOCK);
        counted.events += COPY_TOUCHES * BLOCK;
        return into;
    }

    @Benchmark
    public byte[] xor(Counted counted) {
        Parity.xor(into, from, BLOCK);
        counted.events += XOR_TOUCHES * BLOCK;
        return into;
    }

    @Benchmark
    public byte[] syndrome(Counted counted) {
        Parity.timesTwoXor(into, from, BLOCK);
        counted.events += XOR_TOUCHES * BLOCK;
        return into;
    }

    /** The syndrome byte by byte. */
    @Benchmark
    public byte[] naive(Counted counted) {
        for (int i = 0; i < BLOCK; i++) {
            int twice = into[i] << 1 ^ ((into[i] & TOP_BIT) != 0 ? REDUCTION : 0);
            into[i] = (byte) (twice ^ from[i]);
        }
        counted.events += XOR_TOUCHES * BLOCK;
        return into;
    }
}
