package dev.holdover.model.time;

/** Something that time happens to. It runs to its end in each call and never blocks. */
public interface Component {
    /**
     * An event that this component, or its surroundings, asked for.
     *
     * @param kind the component's own number for the event
     */
    void on(int kind, long a, long b, long nowNs);
}
