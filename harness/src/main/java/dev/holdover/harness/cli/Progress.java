package dev.holdover.harness.cli;

import java.io.PrintStream;

/** Tells somebody who waits at a terminal, from the third second on, what is being done. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final long PERIOD_MS = 250;
    private static final String START_OF_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final long startedNs = System.nanoTime();
    private final Thread thread = new Thread(this::loop, "progress");
    private String doing = "";
    private boolean shown;
    private boolean closed;

    Progress(Console console) {
        err = console.err();
        if (console.progress()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** What is done from now on. */
    synchronized void doing(int nth, int of, String what) {
        doing = (of > 1 ? nth + "/" + of + " " : "") + what;
    }

    /** Takes the line away, so that something else can be written. */
    synchronized void clear() {
        if (shown) {
            err.print(START_OF_LINE);
            err.flush();
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        clear();
        notifyAll();
    }

    private synchronized void loop() {
        try {
            while (!closed) {
                long ranNs = System.nanoTime() - startedNs;
                if (ranNs > PATIENCE_NS) {
                    err.print(START_OF_LINE + "holdover: " + doing + ", " + ranNs / 1_000_000_000 + " s");
                    err.flush();
                    shown = true;
                }
                wait(PERIOD_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
