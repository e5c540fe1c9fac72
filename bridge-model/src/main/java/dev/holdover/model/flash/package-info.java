/** The boot flash as a chip, and the formats in it: images, boot-control records, and the boot ROM that reads them. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.flash;
