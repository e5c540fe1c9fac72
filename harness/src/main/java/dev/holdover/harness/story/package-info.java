/** What happens in a run, in words: the events that scenarios name and timelines show. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.story;
