package dev.tributary.e2e.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between an aggregator and its broker, with a cable that can be pulled. A cut is silent, as real ones are:
 * no connection is closed, nothing comes through, and what was on the way arrives when the cable is back, if anyone
 * still wants it.
 */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int targetPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object cable = new Object();
    private boolean isCut;

    private TcpProxy(ServerSocket server, int targetPort) {
        this.server = server;
        this.targetPort = targetPort;
    }

    /** Listens on one loopback port and passes everything on to another. */
    static TcpProxy start(int port, int targetPort) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), targetPort);
            daemon(proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cut() {
        synchronized (cable) {
            isCut = true;
        }
    }

    void restore() {
        synchronized (cable) {
            isCut = false;
            cable.notifyAll();
        }
    }

    private void awaitCable() {
        synchronized (cable) {
            while (isCut) {
                try {
                    cable.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = server.accept();
                awaitCable();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                sockets.add(client);
                sockets.add(target);
                daemon(() -> pump(client, target));
                daemon(() -> pump(target, client));
            }
        } catch (IOException e) {
            // The proxy was closed.
            return;
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                awaitCable();
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
        } catch (IOException e) {
            // One side is gone, and then so is the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void closeQuietly(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no further use in any case.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        restore();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set.copyOf(sockets).forEach(this::closeQuietly);
    }
}
