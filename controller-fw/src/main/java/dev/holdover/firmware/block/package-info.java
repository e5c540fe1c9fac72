/** The block volumes: the host's requests, the write-back cache in NVRAM, intents and their copies. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.block;
