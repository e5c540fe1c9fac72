package dev.holdover.harness.campaign;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Plays blocks of seeds on several threads, one world a thread. */
public final class Campaign {
    private final List<Player> players;
    private final int workers;

    /**
     * Of these files.
     *
     * @param workers number of threads
     */
    public Campaign(List<Player> players, int workers) {
        this.players = List.copyOf(players);
        this.workers = workers;
    }

    /**
     * Plays until all blocks are done or {@code stop} comes true.
     *
     * @param done told of each block that is done, by one thread at a time
     */
    public void play(List<SeedBlock> blocks, BooleanSupplier stop, Consumer<Tally> done) {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        BooleanSupplier ends = () -> broken.get() || stop.getAsBoolean();
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        Thread[] threads = new Thread[Math.min(workers, Math.max(1, blocks.size()))];
        Object lock = new Object();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(
                    () -> {
                        for (int n = next.getAndIncrement();
                                n < blocks.size() && !ends.getAsBoolean();
                                n = next.getAndIncrement()) {
                            SeedBlock block = blocks.get(n);
                            players.get(block.file()).play(block, ends).ifPresent(tally -> {
                                synchronized (lock) {
                                    done.accept(tally);
                                }
                            });
                        }
                    },
                    "campaign-" + i);
            threads[i].setDaemon(true);
            threads[i].setUncaughtExceptionHandler((thread, cause) -> {
                causes.add(cause);
                broken.set(true);
            });
            threads[i].start();
        }
        join(threads, broken);
        if (!causes.isEmpty()) {
            throw new IllegalStateException("a worker broke", causes.get(0));
        }
    }

    private static void join(Thread[] threads, AtomicBoolean broken) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                broken.set(true);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
