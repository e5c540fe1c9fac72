/** The contract that firmware and driver share: the register map, declared once, and what is derived from it. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.contract;
