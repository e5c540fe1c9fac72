package dev.holdover.model.time;

/**
 * Time as one component sees it: what it is now, and a call later.
 *
 * <p>A call cannot be taken back. A component that no longer wants one ignores it when it comes,
 * by keeping the deadline (or a generation number) in its own state.
 */
public interface Scheduler {
    /** The present, in nanoseconds since the start of the run. */
    long nowNs();

    /**
     * Asks for {@link Component#on} at {@code timeNs}.
     *
     * @param timeNs absolute time, not before {@link #nowNs()}
     * @param kind the component's own number for what is due
     */
    void at(long timeNs, int kind, long a, long b);

    /** The same, {@code delayNs} from now. */
    default void after(long delayNs, int kind, long a, long b) {
        at(nowNs() + delayNs, kind, a, b);
    }
}
