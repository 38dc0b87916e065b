package dev.tributary.console.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The page's files, from the jar: a fixed list, so that no path of a request is looked up anywhere. */
final class PageFiles {

    private static final String DIRECTORY = "/dev/tributary/console/page/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    /**
     * A file.
     *
     * @param type its content type
     * @param text all of it
     */
    record PageFile(String type, String text) {}

    PageFiles() {
        files.put("/", file("index.html", "text/html; charset=utf-8"));
        add("console.css", "text/css; charset=utf-8");
        add("icon.svg", "image/svg+xml; charset=utf-8");
        add("app.js", SCRIPT);
        add("dom.js", SCRIPT);
        add("charts.js", SCRIPT);
        add("pages.js", SCRIPT);
    }

    private void add(String name, String type) {
        files.put("/" + name, file(name, type));
    }

    private static PageFile file(String name, String type) {
        try (InputStream bytes = PageFiles.class.getResourceAsStream(DIRECTORY + name)) {
            return new PageFile(type, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<PageFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
