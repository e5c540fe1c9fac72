/** How a driver reaches a PCI function, wherever it is. */
@org.jspecify.annotations.NullMarked
package dev.holdover.driver.access;
