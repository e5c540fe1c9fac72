package dev.holdover.harness.report.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.check.Resynced;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.report.Tool;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Scenario;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

class JUnitReportTest {
    private static final Scenario SCENARIO = Tool.scenario("host-crash");

    /** Attributes of each element, and its children in the order of the schemas of Jenkins and Surefire. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "testsuites", Set.of("name", "tests", "failures", "errors", "time"),
            "testsuite", Set.of("name", "tests", "failures", "errors", "skipped", "time"),
            "properties", Set.of(),
            "property", Set.of("name", "value"),
            "testcase", Set.of("name", "classname", "time"),
            "failure", Set.of("message", "type"),
            "error", Set.of("message", "type"),
            "system-out", Set.of());

    private static final Map<String, String> CHILDREN = Map.of(
            "testsuites", "(testsuite )*",
            "testsuite", "properties (testcase )*",
            "properties", "(property )*",
            "property", "",
            "testcase", "(failure |error )?system-out ",
            "failure", "",
            "error", "",
            "system-out", "");

    private final JUnitReport report = new JUnitReport();

    private static Outcome outcome(long seed, Violation... violations) {
        return new Outcome(
                SCENARIO,
                seed,
                List.of(violations),
                1,
                1,
                1_500_000_000,
                "0123456789abcdef",
                List.of(),
                List.of(),
                0,
                new Resynced(0, 0));
    }

    private Element written() throws IOException, ParserConfigurationException, SAXException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.write(bytes);
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(bytes.toByteArray()))
                .getDocumentElement();
        check(root);
        return root;
    }

    private static void check(Element element) {
        Set<String> attributes = new TreeSet<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            attributes.add(element.getAttributes().item(i).getNodeName());
        }
        assertEquals(new TreeSet<>(ATTRIBUTES.get(element.getTagName())), attributes, element.getTagName());
        StringBuilder children = new StringBuilder();
        for (Element child : children(element)) {
            children.append(child.getTagName()).append(' ');
            check(child);
        }
        assertTrue(children.toString().matches(CHILDREN.get(element.getTagName())), element.getTagName() + children);
        for (String number : List.of("tests", "failures", "errors", "skipped")) {
            assertTrue(element.getAttribute(number).matches("\\d*"));
        }
        assertTrue(element.getAttribute("time").matches("(\\d+\\.\\d{3})?"));
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    @Test
    void hasASuiteForEachScenarioAndACaseForEachSeed() throws Exception {
        report.add(outcome(1), "./holdover run x.yaml --seed 1");
        report.add(outcome(2, new Violation(4, "durable", 7, "lsn 9 is gone")), "./holdover run x.yaml --seed 2");
        report.addBroken(SCENARIO, 3, "java.lang.IllegalStateException: no", "./holdover run x.yaml --seed 3");
        Element suite = children(written()).get(0);
        assertEquals("host-crash", suite.getAttribute("name"));
        assertEquals("3", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        assertEquals("1", suite.getAttribute("errors"));
        assertEquals("3.000", suite.getAttribute("time"));
        List<Element> cases = children(suite).subList(1, 4);
        assertEquals("seed 1", cases.get(0).getAttribute("name"));
        assertEquals("scenarios.host-crash", cases.get(0).getAttribute("classname"));
        assertEquals("1.500", cases.get(0).getAttribute("time"));
        assertEquals(
                "trace 0123456789abcdef\nrepeat with ./holdover run x.yaml --seed 1\n",
                cases.get(0).getTextContent());
        Element failure = children(cases.get(1)).get(0);
        assertEquals("lsn 9 is gone", failure.getAttribute("message"));
        assertEquals("invariant 4, durable", failure.getAttribute("type"));
        assertEquals("invariant 4 (durable) at 7 ns: lsn 9 is gone\n", failure.getTextContent());
        assertEquals("error", children(cases.get(2)).get(0).getTagName());
    }

    @Test
    void replacesWhatXmlHasNoPlaceFor() throws Exception {
        String hostile = "a\u0000b\u001b[1m<c>&\"'\u0085\ud800x\uffff]]>\t\ud83d\ude00";
        String legal = "a\ufffdb\ufffd[1m<c>&\"'\ufffd\ufffdx\ufffd]]>\t\ud83d\ude00";
        report.add(outcome(1, new Violation(0, "expectation", 7, hostile)), hostile);
        Element run = children(children(written()).get(0)).get(1);
        assertEquals(
                "expectation at 7 ns: " + legal + "\n", children(run).get(0).getTextContent());
        assertEquals(legal.replace('\t', ' '), children(run).get(0).getAttribute("message"));
        assertTrue(children(run).get(1).getTextContent().endsWith(legal + "\n"));
    }

    @Test
    void writesAHundredThousandCases() throws IOException, XMLStreamException {
        for (int seed = 0; seed < 100_000; seed++) {
            report.add(outcome(seed), "./holdover run scenarios/host-crash.yaml --seed " + seed);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.write(bytes);
        XMLStreamReader reader =
                XMLInputFactory.newFactory().createXMLStreamReader(new ByteArrayInputStream(bytes.toByteArray()));
        int cases = 0;
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamReader.START_ELEMENT
                    && reader.getLocalName().equals("testcase")) {
                assertEquals("seed " + cases++, reader.getAttributeValue(null, "name"));
            }
        }
        assertEquals(100_000, cases);
    }
}
