package dev.tributary.demo.masking;

import dev.tributary.maskhelper.command.MaskHelperMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A mask helper that ends when its standard input does, which is when the process ends that started it. */
public final class HelperMain {

    private HelperMain() {}

    /**
     * Runs the mask helper and ends the process with its exit code.
     *
     * @param args the words after {@code tributary}
     */
    public static void main(String... args) {
        Thread watch = new Thread(() -> endWith(System.in), "parent");
        watch.setDaemon(true);
        watch.start();
        MaskHelperMain.main(args);
    }

    private static void endWith(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A pipe that cannot be read has nobody at its other end.
        }
        System.exit(0);
    }
}
