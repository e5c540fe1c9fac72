/** The poll-mode driver: stepped from outside, without threads or clocks. */
@org.jspecify.annotations.NullMarked
package dev.holdover.driver.core;
