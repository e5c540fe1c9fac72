/** The contract in other languages: C header, CMSIS-SVD and manual, each derived from what the Java code uses. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.export;
