package dev.holdover.harness.report.junit;

import dev.holdover.harness.check.Violation;
import dev.holdover.harness.report.part.Part;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Scenario;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Gathers runs and writes them as JUnit XML: a suite for each scenario file, a case for each run of it. The form is the
 * one that Ant began and that Maven's Surefire and Jenkins have schemas of. Of a run no more is kept than its case
 * says, so that a hundred thousand need some 30 MB.
 */
public final class JUnitReport {
    private static final String ENCODING = "UTF-8";
    private static final String REPLACEMENT = "\uFFFD";
    private static final double SECOND_NS = 1e9;

    private final Map<String, Suite> suites = new LinkedHashMap<>();

    /** The runs of one scenario. */
    private static final class Suite {
        private final Scenario scenario;
        private final List<Case> cases = new ArrayList<>();

        Suite(Scenario scenario) {
            this.scenario = scenario;
        }

        long failures() {
            return cases.stream().filter(each -> !each.violations().isEmpty()).count();
        }

        long errors() {
            return cases.stream().filter(each -> !each.error().isEmpty()).count();
        }

        long wallNs() {
            return cases.stream().mapToLong(Case::wallNs).sum();
        }
    }

    /**
     * @param error what the program broke with; empty: it did not
     * @param repeat the command that repeats the run
     */
    private record Case(
            long seed, long wallNs, String traceHash, List<Violation> violations, String error, String repeat) {}

    /** Adds a run; {@code repeat} is the command that repeats it. */
    public void add(Outcome outcome, String repeat) {
        suite(outcome.scenario())
                .cases
                .add(new Case(
                        outcome.seed(), outcome.wallNanos(), outcome.traceHash(), outcome.violations(), "", repeat));
    }

    /** Adds a run that has no outcome, because the program itself broke. */
    public void addBroken(Scenario scenario, long seed, String error, String repeat) {
        suite(scenario).cases.add(new Case(seed, 0, "", List.of(), error.isEmpty() ? "unknown" : error, repeat));
    }

    private Suite suite(Scenario scenario) {
        return suites.computeIfAbsent(scenario.file(), file -> new Suite(scenario));
    }

    /** Writes all of it; does not close {@code to}. */
    public void write(OutputStream to) throws IOException {
        BufferedOutputStream out = new BufferedOutputStream(to);
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, ENCODING);
            xml.writeStartDocument(ENCODING, "1.0");
            line(xml);
            xml.writeStartElement("testsuites");
            attribute(xml, "name", Part.product());
            counts(xml, List.copyOf(suites.values()));
            line(xml);
            for (Suite suite : suites.values()) {
                write(xml, suite);
            }
            xml.writeEndElement();
            line(xml);
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
        }
        out.flush();
    }

    private static void counts(XMLStreamWriter xml, List<Suite> suites) throws XMLStreamException {
        attribute(
                xml,
                "tests",
                Long.toString(
                        suites.stream().mapToLong(each -> each.cases.size()).sum()));
        attribute(
                xml,
                "failures",
                Long.toString(suites.stream().mapToLong(Suite::failures).sum()));
        attribute(
                xml,
                "errors",
                Long.toString(suites.stream().mapToLong(Suite::errors).sum()));
        attribute(xml, "time", seconds(suites.stream().mapToLong(Suite::wallNs).sum()));
    }

    private static void write(XMLStreamWriter xml, Suite suite) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(xml, "name", suite.scenario.name());
        counts(xml, List.of(suite));
        attribute(xml, "skipped", "0");
        line(xml);
        xml.writeStartElement("properties");
        property(xml, "product", Part.product());
        property(xml, "scenario.file", suite.scenario.file());
        property(xml, "scenario.title", suite.scenario.title());
        property(xml, "claims", suite.scenario.claims().toString());
        property(xml, "java.version", System.getProperty("java.version", "unknown"));
        xml.writeEndElement();
        line(xml);
        for (Case each : suite.cases) {
            write(xml, suite.scenario, each);
        }
        xml.writeEndElement();
        line(xml);
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void write(XMLStreamWriter xml, Scenario scenario, Case run) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "name", "seed " + run.seed());
        attribute(xml, "classname", "scenarios." + scenario.name());
        attribute(xml, "time", seconds(run.wallNs()));
        if (!run.violations().isEmpty()) {
            failure(xml, run.violations());
        }
        if (!run.error().isEmpty()) {
            xml.writeStartElement("error");
            attribute(xml, "message", run.error());
            attribute(xml, "type", "program");
            xml.writeCharacters(legal(run.error()));
            xml.writeEndElement();
        }
        xml.writeStartElement("system-out");
        String trace = run.traceHash().isEmpty() ? "" : "trace " + run.traceHash() + "\n";
        xml.writeCharacters(legal(trace + "repeat with " + run.repeat() + "\n"));
        xml.writeEndElement();
        xml.writeEndElement();
        line(xml);
    }

    /** One for all violations: schemas differ on whether a case may have several. */
    private static void failure(XMLStreamWriter xml, List<Violation> violations) throws XMLStreamException {
        Violation first = violations.get(0);
        xml.writeStartElement("failure");
        attribute(xml, "message", first.text());
        attribute(xml, "type", first.number() > 0 ? "invariant " + first.number() + ", " + first.name() : first.name());
        StringBuilder text = new StringBuilder();
        for (Violation each : violations) {
            String number = each.number() > 0 ? "invariant " + each.number() + " (" + each.name() + ")" : each.name();
            text.append(number).append(" at ").append(each.timeNs()).append(" ns: ");
            text.append(each.text()).append('\n');
        }
        xml.writeCharacters(legal(text.toString()));
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        // A reader makes blanks of these in an attribute anyway (XML 1.0, section 3.3.3).
        xml.writeAttribute(name, legal(value).replaceAll("[\\t\\n\\r]", " "));
    }

    private static void line(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f", ns / SECOND_NS);
    }

    /** What XML 1.0 has no place for (section 2.2: control characters, lone surrogates, U+FFFE) is replaced. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0x7f && c <= 0x9f;
            boolean none = c >= 0xd800 && c <= 0xdfff || c == 0xfffe || c == 0xffff;
            if (control || none) {
                legal.append(REPLACEMENT);
            } else {
                legal.appendCodePoint(c);
            }
        });
        return legal.toString();
    }
}
