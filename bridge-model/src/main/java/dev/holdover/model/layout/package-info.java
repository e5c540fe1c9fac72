/** The contract's other half: what the bytes of the NVRAM mean, and the one order of stores that commits a write. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.layout;
