import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.DefaultReportImpl;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Runs EPUBCheck over many books in one virtual machine: the first costs seconds, each further one a fifth of one.
 *
 * <p>Usage: {@code EpubChecks FILE...}. Prints, with tabs between, a line for each fatal error, error or warning
 * ({@code message FILE ID SEVERITY PLACE TEXT}) and after each book {@code done FILE}.
 */
public final class EpubChecks {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] files) {
        for (String file : files) {
            EpubCheck check = new EpubCheck(new File(file), new Lines(file));
            check.setLocale(Locale.ENGLISH);
            check.doValidate();
            print("done", file);
        }
    }

    private static void print(String... fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(field.replaceAll("\\s+", " "));
        }
        OUT.println(line);
    }

    /** Prints each message as one line; the counting is the superclass's. */
    private static final class Lines extends DefaultReportImpl {
        private final String file;

        Lines(String file) {
            super(file, "", true);
            this.file = file;
        }

        @Override
        public void message(Message message, EPUBLocation location, Object... arguments) {
            Severity severity = message.getSeverity();
            if (severity == Severity.FATAL || severity == Severity.ERROR || severity == Severity.WARNING) {
                print("message", file, message.getID().toString(), severity.toString(),
                        location.getPath() + ":" + location.getLine() + ":" + location.getColumn(),
                        message.getMessage(arguments));
            }
        }

        @Override
        public int generate() {
            return 0;
        }
    }
}
