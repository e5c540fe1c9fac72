/** A disk as hardware: queues, a medium, a volatile cache and a reservation, and what goes wrong with each. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.disk;
