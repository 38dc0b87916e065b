package dev.tributary.console.http;

import dev.tributary.console.history.Feed;
import dev.tributary.process.http.Answers;
import dev.tributary.process.http.LongAnswers;
import java.io.EOFException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * All streams of events that are open.
 *
 * <p>Thread-safe.
 */
final class EventStreams implements AutoCloseable {

    /** Streams at once; further ones get 503. */
    static final int MOST_VIEWERS = 1_000;

    /** Well below the time after which an idle connection is closed. */
    private static final int HEARTBEAT_MS = 2_000;

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final LongAnswers longAnswers;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param longAnswers takes the connections of streams
     */
    EventStreams(LongAnswers longAnswers) {
        this.longAnswers = longAnswers;
        heartbeat.scheduleWithFixedDelay(
                () -> viewers.forEach(Viewer::beat), HEARTBEAT_MS, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
    }

    int viewerCount() {
        return count.get();
    }

    /** Answers a request with the stream, from the place on that {@code Last-Event-ID} or {@code after} names. */
    void open(Feed feed, Request request, Response response, Callback callback) {
        if (count.incrementAndGet() > MOST_VIEWERS) {
            count.decrementAndGet();
            Answers.text(response, callback, 503, "there are " + MOST_VIEWERS + " viewers already\n");
            return;
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        if (request.getMethod().equals("HEAD")) {
            count.decrementAndGet();
            callback.succeeded();
            return;
        }
        longAnswers.add(request);
        String header = request.getHeaders().get(LAST_EVENT_ID);
        String place = header == null ? Query.of(request).text("after") : header;
        Viewer viewer = new Viewer(feed, place, response, gone -> end(gone, feed, callback));
        request.addFailureListener(viewer::fail);
        viewers.add(viewer);
        feed.addListener(viewer);
        viewer.beat();
        viewer.run();
    }

    private void end(Viewer viewer, Feed feed, Callback callback) {
        count.decrementAndGet();
        viewers.remove(viewer);
        feed.removeListener(viewer);
        callback.failed(new EOFException("the viewer has left"));
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
    }
}
