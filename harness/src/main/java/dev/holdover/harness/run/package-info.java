/** One scenario played once: the plan drawn from a seed, the cast built, the story directed, the verdict. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.run;
