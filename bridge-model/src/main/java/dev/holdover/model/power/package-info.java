/** Rails and the battery behind them. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.power;
