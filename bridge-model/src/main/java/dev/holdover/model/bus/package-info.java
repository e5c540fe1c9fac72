/** PCI Express as the host sees it: posted and non-posted transactions, their order, their completions. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.bus;
