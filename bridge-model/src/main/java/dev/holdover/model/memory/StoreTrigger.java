package dev.holdover.model.memory;

/** What happens just before a certain store; it may throw to unwind whoever stores. */
@FunctionalInterface
public interface StoreTrigger {
    void reached();
}
