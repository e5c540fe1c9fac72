/** RAID over the card's daughter disks, with an intent log in the NVRAM: no write hole. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.raid;
