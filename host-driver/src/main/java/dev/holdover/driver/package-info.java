/** The driver's face for applications: {@link dev.holdover.driver.NvramCard}. */
@org.jspecify.annotations.NullMarked
package dev.holdover.driver;
