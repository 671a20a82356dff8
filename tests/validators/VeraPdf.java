import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Validates many PDFs against many flavours in one virtual machine.
 *
 * <p>Usage: {@code VeraPdf FLAVOUR[,FLAVOUR...] FILE...}. Prints, with tabs between, a line for each rule broken
 * ({@code broken FILE FLAVOUR CLAUSE-TEST MESSAGE}), for each file that cannot be read
 * ({@code unread FILE FLAVOUR MESSAGE}), and after either ({@code done FILE FLAVOUR CHECKS}).
 */
public final class VeraPdf {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : arguments[0].split(",")) {
                validate(arguments[i], flavour);
            }
        }
    }

    private static void validate(String file, String id) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("unknown flavour " + id + " of " + PDFAFlavour.getFlavourIds());
        }
        int checks = 0;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            checks = result.getTotalAssertions();
            Set<RuleId> told = new HashSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                RuleId rule = assertion.getRuleId();
                if (assertion.getStatus() == TestAssertion.Status.FAILED && told.add(rule)) {
                    String place = assertion.getLocation() == null ? "" : " at " + assertion.getLocation().getContext();
                    String count = " (" + result.getFailedChecks().get(rule) + " times, first" + place + ")";
                    print("broken", file, id, rule.getClause() + "-" + rule.getTestNumber(),
                            assertion.getMessage() + count);
                }
            }
        } catch (Exception error) {
            print("unread", file, id, error.toString());
        }
        print("done", file, id, Integer.toString(checks));
    }

    private static void print(String... fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(field.replaceAll("\\s+", " "));
        }
        OUT.println(line);
    }
}
