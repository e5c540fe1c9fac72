/** What a component may ask of time: one clock, one way to be called later. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.time;
