package dev.tributary.console.http;

/** A request that cannot be answered as it is; the message says which part of it, its bound and its value. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
