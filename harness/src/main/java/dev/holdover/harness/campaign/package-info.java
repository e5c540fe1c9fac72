/** Seeds in bulk: drawn plans, capsules of failures, shrinking. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.campaign;
