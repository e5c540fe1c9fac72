/** The NVRAM as bytes that can be cut off between any two stores. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.memory;
