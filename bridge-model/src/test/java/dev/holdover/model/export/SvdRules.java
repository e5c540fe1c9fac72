package dev.holdover.model.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the schema of CMSIS-SVD 1.3 and its prose ask of a file; each breach is one line. */
final class SvdRules {
    private static final String PROPERTIES = "size access protection resetValue resetMask ";
    private static final String DIM = "dim dimIncrement dimIndex dimName dimArrayIndex ";
    private static final String IDENTIFIER = "[_A-Za-z][_A-Za-z0-9]*";
    private static final String NUMBER = "[+]?(0x|0X|#)?[0-9a-fA-F]+[kmgtKMGT]?";

    /** The children in their order; an exclamation mark: must be there. */
    private static final Map<String, String> CHILDREN = Map.of(
            "device",
            "vendor vendorID name! series version! description! licenseText cpu headerSystemFilename "
                    + "headerDefinitionsPrefix addressUnitBits! width! " + PROPERTIES + "peripherals! vendorExtensions",
            "peripherals",
            "peripheral!",
            "peripheral",
            DIM + "name! version description alternatePeripheral groupName prependToName appendToName "
                    + "headerStructName disableCondition baseAddress! " + PROPERTIES
                    + "addressBlock! interrupt registers!",
            "addressBlock",
            "offset! size! usage! protection",
            "registers",
            "register!",
            "register",
            DIM + "name! displayName description! alternateGroup alternateRegister addressOffset! " + PROPERTIES
                    + "dataType modifiedWriteValues writeConstraint readAction fields",
            "fields",
            "field!",
            "field",
            DIM + "name! description bitOffset! bitWidth access modifiedWriteValues writeConstraint readAction "
                    + "enumeratedValues",
            "enumeratedValues",
            "name headerEnumName usage enumeratedValue!",
            "enumeratedValue",
            "name! description value!");

    private static final List<String> REPEATED =
            List.of("peripheral", "addressBlock", "interrupt", "register", "field", "enumeratedValue");

    private static final Map<String, String> VALUES = new TreeMap<>(Map.ofEntries(
            Map.entry("access", "read-only|write-only|read-write|writeOnce|read-writeOnce"),
            Map.entry(
                    "modifiedWriteValues",
                    "oneToClear|oneToSet|oneToToggle|zeroToClear|zeroToSet|zeroToToggle|clear|set|modify"),
            Map.entry("readAction", "clear|set|modify|modifyExternal"),
            Map.entry("usage", "registers|buffer|reserved"),
            Map.entry("name", IDENTIFIER + "(\\[%s\\])?"),
            Map.entry("description", "[ -~]+"),
            Map.entry("value", "[+]?(0x|0X)?[0-9a-fA-F]+"),
            Map.entry("addressUnitBits", NUMBER),
            Map.entry("width", NUMBER),
            Map.entry("size", NUMBER),
            Map.entry("resetValue", NUMBER),
            Map.entry("resetMask", NUMBER),
            Map.entry("offset", NUMBER),
            Map.entry("baseAddress", NUMBER),
            Map.entry("addressOffset", NUMBER),
            Map.entry("bitOffset", NUMBER),
            Map.entry("bitWidth", NUMBER),
            Map.entry("dim", NUMBER),
            Map.entry("dimIncrement", NUMBER)));

    private final List<String> breaches = new ArrayList<>();

    static List<String> breachesIn(Element device) {
        SvdRules rules = new SvdRules();
        if (!device.getTagName().equals("device")
                || device.getAttribute("schemaVersion").isEmpty()) {
            rules.breaches.add("the root is no device with a schemaVersion");
        }
        rules.shape(device);
        if (rules.breaches.isEmpty()) {
            rules.device(device);
        }
        return rules.breaches;
    }

    private void shape(Element element) {
        String tag = element.getTagName();
        String order = CHILDREN.get(tag);
        if (order == null) {
            leaf(element, tag);
            return;
        }
        List<String> allowed = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>();
        for (String word : order.trim().split(" +", -1)) {
            String child = word.replace("!", "");
            allowed.add(child);
            if (word.endsWith("!")) {
                missing.add(child);
            }
        }
        int last = -1;
        for (Element child : children(element)) {
            int place = allowed.indexOf(child.getTagName());
            if (place < 0) {
                breaches.add(child.getTagName() + " within " + where(element));
            } else if (place < last || place == last && !REPEATED.contains(child.getTagName())) {
                breaches.add(child.getTagName() + " out of order within " + where(element));
            }
            last = place;
            missing.remove(child.getTagName());
            shape(child);
        }
        missing.forEach(child -> breaches.add("no " + child + " within " + where(element)));
    }

    private void leaf(Element element, String tag) {
        String text = element.getTextContent();
        String pattern = VALUES.get(tag);
        if (!children(element).isEmpty()) {
            breaches.add("unknown element " + tag);
        } else if (pattern != null ? !text.matches(pattern) : text.isBlank()) {
            breaches.add(tag + " is '" + text + "'");
        }
        boolean array = text.endsWith("[%s]");
        if (tag.equals("name") && array != has((Element) element.getParentNode(), "dim")) {
            breaches.add(text + " and its dim do not agree");
        }
    }

    private void device(Element device) {
        List<Element> peripherals = children(child(device, "peripherals"));
        unique(peripherals, "peripherals");
        apart(
                peripherals,
                p -> number(p, "baseAddress"),
                p -> number(p, "baseAddress") + number(child(p, "addressBlock"), "size"));
        for (Element peripheral : peripherals) {
            List<Element> registers = children(child(peripheral, "registers"));
            unique(registers, text(peripheral, "name"));
            apart(registers, r -> number(r, "addressOffset"), SvdRules::end);
            for (Element register : registers) {
                register(peripheral, register);
            }
        }
    }

    private void register(Element peripheral, Element register) {
        String name = text(register, "name");
        long bits = number(register, "size");
        long last = bits == 64 ? -1L : (1L << bits) - 1;
        if (end(register) > number(child(peripheral, "addressBlock"), "size")) {
            breaches.add(name + " lies outside its address block");
        }
        if (number(register, "addressOffset") % (bits / 8) != 0) {
            breaches.add(name + " is not aligned");
        }
        if (((number(register, "resetValue") | number(register, "resetMask")) & ~last) != 0) {
            breaches.add(name + " resets to more than it holds");
        }
        if (has(register, "modifiedWriteValues") && text(register, "access").equals("read-only")) {
            breaches.add(name + " is read-only and modifies what is written");
        }
        if (!has(register, "fields")) {
            return;
        }
        List<Element> fields = children(child(register, "fields"));
        unique(fields, name);
        apart(fields, f -> number(f, "bitOffset"), f -> number(f, "bitOffset") + number(f, "bitWidth"));
        for (Element field : fields) {
            if (number(field, "bitOffset") + number(field, "bitWidth") > bits) {
                breaches.add(text(field, "name") + " lies outside " + name);
            }
            if (has(field, "enumeratedValues")) {
                enumerated(field, child(field, "enumeratedValues"));
            }
        }
    }

    private void enumerated(Element field, Element enumeration) {
        List<Element> values = children(enumeration).stream()
                .filter(element -> element.getTagName().equals("enumeratedValue"))
                .toList();
        unique(values, text(field, "name"));
        TreeSet<Long> seen = new TreeSet<>();
        for (Element value : values) {
            long number = number(value, "value");
            if (!seen.add(number) || number >>> number(field, "bitWidth") != 0) {
                breaches.add(text(value, "name") + " of " + text(field, "name") + ": value " + number);
            }
        }
    }

    private void unique(List<Element> named, String within) {
        TreeSet<String> names = new TreeSet<>();
        for (Element element : named) {
            if (!names.add(text(element, "name"))) {
                breaches.add(text(element, "name") + " twice in " + within);
            }
        }
    }

    private void apart(List<Element> elements, ToLongFunction<Element> start, ToLongFunction<Element> end) {
        for (Element a : elements) {
            for (Element b : elements) {
                if (a != b && start.applyAsLong(a) < end.applyAsLong(b) && start.applyAsLong(b) < end.applyAsLong(a)) {
                    breaches.add(text(a, "name") + " overlaps " + text(b, "name"));
                }
            }
        }
    }

    private static long end(Element register) {
        long bytes = number(register, "size") / 8;
        long span =
                has(register, "dim") ? (number(register, "dim") - 1) * number(register, "dimIncrement") + bytes : bytes;
        return number(register, "addressOffset") + span;
    }

    private static String where(Element element) {
        return element.getTagName() + (has(element, "name") ? " " + text(element, "name") : "");
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static boolean has(Element parent, String tag) {
        return children(parent).stream().anyMatch(child -> child.getTagName().equals(tag));
    }

    static Element child(Element parent, String tag) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(tag))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + tag + " in " + parent.getTagName()));
    }

    static String text(Element parent, String tag) {
        return child(parent, tag).getTextContent();
    }

    static long number(Element parent, String tag) {
        String text = text(parent, tag);
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
