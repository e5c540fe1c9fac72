package dev.holdover.model.export;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdover.model.contract.Access;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The SVD files: that they keep the schema's rules, and that they say what the register map says. */
class SvdTest {
    @Test
    void bothViewsKeepTheRulesOfTheSchema() throws Exception {
        assertEquals(List.of(), SvdRules.breachesIn(parse(ExportFormat.SVD.render())));
        assertEquals(List.of(), SvdRules.breachesIn(parse(ExportFormat.SVD_CARD.render())));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleCatchesItsBreach() {
        Map<String, String[]> breaches = new TreeMap<>();
        breaches.put("order", new String[] {"(?s)(<name>MAGIC</name>)(.*?)(<size>32</size>)", "$3$1$2"});
        breaches.put("missing", new String[] {"<width>64</width>", ""});
        breaches.put("unknown", new String[] {"<width>64</width>", "<width>64</width><depth>1</depth>"});
        breaches.put("access", new String[] {"<access>read-only</access>", "<access>ro</access>"});
        breaches.put("name", new String[] {"<name>MAGIC</name>", "<name>MA GIC</name>"});
        breaches.put("twice", new String[] {"<name>VERSION</name>", "<name>MAGIC</name>"});
        breaches.put(
                "overlap", new String[] {"<addressOffset>0x4</addressOffset>", "<addressOffset>0x0</addressOffset>"});
        breaches.put(
                "outside", new String[] {"<addressOffset>0x1c</addressOffset>", "<addressOffset>0x20</addressOffset>"});
        breaches.put(
                "unaligned",
                new String[] {"<addressOffset>0x1c</addressOffset>", "<addressOffset>0x1e</addressOffset>"});
        breaches.put("fields overlap", new String[] {"<bitOffset>16</bitOffset>", "<bitOffset>15</bitOffset>"});
        breaches.put("field outside", new String[] {"<bitOffset>16</bitOffset>", "<bitOffset>17</bitOffset>"});
        breaches.put(
                "reset too wide",
                new String[] {"<resetValue>0x31444c48</resetValue>", "<resetValue>0x131444c48</resetValue>"});
        breaches.put("value twice", new String[] {"<value>1</value>", "<value>0</value>"});
        breaches.put("array name", new String[] {"VECTOR_MAP\\[%s\\]", "VECTOR_MAP"});
        String good = ExportFormat.SVD.render();
        return breaches.entrySet().stream()
                .map(breach -> DynamicTest.dynamicTest(breach.getKey(), () -> {
                    String bad = good.replaceFirst(breach.getValue()[0], breach.getValue()[1]);
                    assertFalse(bad.equals(good), "nothing was changed");
                    assertFalse(SvdRules.breachesIn(parse(bad)).isEmpty(), "not caught");
                }));
    }

    @Test
    void holdsEveryRegisterThatTheSideHasAndNoOther() throws Exception {
        for (Side side : Side.values()) {
            Map<String, Element> registers = registers(side);
            for (Register register : Register.values()) {
                boolean there = register.access(side) != Access.NONE;
                String name = register + (register.count() > 1 ? "[%s]" : "");
                assertEquals(there, registers.containsKey(name), side + " " + register);
                if (there) {
                    assertSame(register, side, requireNonNull(registers.remove(name)));
                }
            }
            assertEquals(Map.of(), registers);
        }
    }

    private static void assertSame(Register register, Side side, Element element) {
        Element peripheral = (Element) element.getParentNode().getParentNode();
        long at = SvdRules.number(peripheral, "baseAddress") + SvdRules.number(element, "addressOffset");
        assertEquals(register.offset(), at);
        assertEquals(register.width() * 8L, SvdRules.number(element, "size"));
        String access = SvdRules.text(element, "access");
        assertEquals(register.access(side).readable(), !access.equals("write-only"), register.name());
        assertEquals(register.access(side).writable(), !access.equals("read-only"), register.name());
        String modified =
                SvdRules.has(element, "modifiedWriteValues") ? SvdRules.text(element, "modifiedWriteValues") : "";
        assertEquals(
                switch (register.access(side)) {
                    case RW1C -> "oneToClear";
                    case W1S -> "oneToSet";
                    default -> "";
                },
                modified,
                register.name());
        if (register.count() > 1) {
            assertEquals(register.count(), SvdRules.number(element, "dim"));
            assertEquals(register.offset(1) - register.offset(0), SvdRules.number(element, "dimIncrement"));
        }
        long fields = Stream.of(Field.values())
                .filter(field -> field.register() == register)
                .count();
        assertEquals(
                fields,
                SvdRules.has(element, "fields")
                        ? SvdRules.children(SvdRules.child(element, "fields")).size()
                        : 0);
    }

    @Test
    void namesTheValuesOfBootStateAndRole() throws Exception {
        Map<String, Element> registers = registers(Side.HOST);
        assertEquals(
                Stream.of(BootState.values()).map(Enum::name).toList(),
                values(requireNonNull(registers.get("BOOT_STATE"))));
        assertEquals(
                Stream.of(Role.values()).map(Enum::name).toList(),
                values(requireNonNull(registers.get("SLOT_STATE[%s]"))));
    }

    private static List<String> values(Element register) {
        Element field = SvdRules.children(SvdRules.child(register, "fields")).get(0);
        return SvdRules.children(SvdRules.child(field, "enumeratedValues")).stream()
                .filter(element -> element.getTagName().equals("enumeratedValue"))
                .map(element -> SvdRules.text(element, "name"))
                .toList();
    }

    private static Map<String, Element> registers(Side side) throws Exception {
        Element device = parse((side == Side.HOST ? ExportFormat.SVD : ExportFormat.SVD_CARD).render());
        Map<String, Element> registers = new TreeMap<>();
        for (Element peripheral : SvdRules.children(SvdRules.child(device, "peripherals"))) {
            for (Element register : SvdRules.children(SvdRules.child(peripheral, "registers"))) {
                registers.put(SvdRules.text(register, "name"), register);
            }
        }
        return registers;
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }
}
