package dev.holdover.harness.bench;

import dev.holdover.firmware.raid.Parity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The kernels of RAID over the data of a row of sixteen members, and what copying it and the loop that one would write
 * first take. What is counted is bytes touched: a copy reads and writes each, the others read two and write one.
 */
@State(Scope.Thread)
public class ParityBenchmark {
    private static final int BLOCK = 4096;
    private static final int COLUMNS = 14;
    private static final int COPY_TOUCHES = 2;
    private static final int XOR_TOUCHES = 3;
    private static final int TOP_BIT = 0x80;
    private static final int REDUCTION = 0x1d;

    private final byte[] into = new byte[BLOCK];
    private final byte[][] row = new byte[COLUMNS][BLOCK];

    @Setup
    public void fill() {
        for (byte[] block : row) {
            for (int i = 0; i < BLOCK; i++) {
                block[i] = (byte) (i * 31);
            }
        }
    }

    @Benchmark
    public byte[] memcpy(Counted counted) {
        for (byte[] from : row) {
            System.arraycopy(from, 0, into, 0, BLOCK);
        }
        counted.events += COPY_TOUCHES * COLUMNS * BLOCK;
        return into;
    }

    @Benchmark
    public byte[] xor(Counted counted) {
        for (byte[] from : row) {
            Parity.xor(into, from, BLOCK);
        }
        counted.events += XOR_TOUCHES * COLUMNS * BLOCK;
        return into;
    }

    @Benchmark
    public byte[] syndrome(Counted counted) {
        for (byte[] from : row) {
            Parity.timesTwoXor(into, from, BLOCK);
        }
        counted.events += XOR_TOUCHES * COLUMNS * BLOCK;
        return into;
    }

    /** The syndrome byte by byte, as textbooks have it. */
    @Benchmark
    public byte[] naive(Counted counted) {
        for (byte[] from : row) {
            for (int i = 0; i < BLOCK; i++) {
                int twice = into[i] << 1 ^ ((into[i] & TOP_BIT) != 0 ? REDUCTION : 0);
                into[i] = (byte) (twice ^ from[i]);
            }
        }
        counted.events += XOR_TOUCHES * COLUMNS * BLOCK;
        return into;
    }
}
