package dev.tributary.console.http;

import dev.tributary.console.history.Feed;
import dev.tributary.console.history.FeedEvent;
import dev.tributary.process.command.OutputOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of a feed, as a stream of server-sent events
 * (<a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, section 9.2</a>). At most one batch is under
 * way to it at a time, and nothing is kept for it but its place: a slow reader costs no memory, and one that has fallen too far
 * behind is told to load everything anew.
 *
 * <p>Thread-safe.
 */
final class Viewer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final Feed feed;
    private final Response response;
    private final Consumer<Viewer> onEnd;
    private String place;
    private boolean isWriting;
    private boolean isOver;

    /**
     * @param feed     where the events are
     * @param place    id of the last event that it has, empty for a new reader
     * @param response where to
     * @param onEnd    called once, when it is gone
     */
    Viewer(Feed feed, String place, Response response, Consumer<Viewer> onEnd) {
        this.feed = feed;
        this.place = place;
        this.response = response;
        this.onEnd = onEnd;
    }

    /** Sends whatever has come since the last call; called after each event. */
    @Override
    public void run() {
        ByteBuffer batch;
        synchronized (this) {
            if (isWriting || isOver) {
                return;
            }
            Feed.Batch news = feed.after(place);
            if (news.events().isEmpty() && !news.isGap()) {
                return;
            }
            place = news.place();
            isWriting = true;
            batch = encode(news);
        }
        write(batch);
    }

    /** Shows that the stream is alive, to the reader and to the server's limit of idle connections. */
    void beat() {
        synchronized (this) {
            if (isWriting || isOver) {
                return;
            }
            isWriting = true;
        }
        write(ByteBuffer.wrap(HEARTBEAT));
    }

    private void write(ByteBuffer bytes) {
        response.write(false, bytes, Callback.from(this::written, this::fail));
    }

    private void written() {
        synchronized (this) {
            isWriting = false;
        }
        run();
    }

    /** Ends the stream, since its connection is gone. */
    void fail(Throwable reason) {
        synchronized (this) {
            if (isOver) {
                return;
            }
            isOver = true;
        }
        LOG.debug("a viewer has left", reason);
        onEnd.accept(this);
    }

    private static ByteBuffer encode(Feed.Batch news) {
        StringBuilder text = new StringBuilder();
        if (news.isGap()) {
            text.append("event: reset\ndata: {}\n\n");
        }
        for (FeedEvent event : news.events()) {
            // JSON in one line: a note cannot end the event.
            text.append("id: ").append(event.id()).append("\ndata: ");
            text.append(OutputOption.json(event.json())).append("\n\n");
        }
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
