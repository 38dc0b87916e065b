package dev.tributary.demo.federation;

import java.util.List;
import java.util.stream.IntStream;

/** Names for people to tell clients apart; on the wire each client is a pseudonym. */
final class ClientNames {

    private static final List<String> NAMES = List.of(
            "bob", "alice", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "kim", "leo", "mallory",
            "niaj", "olivia", "peggy", "quentin", "rupert", "sybil", "trent", "uma", "victor", "wendy", "xavier",
            "yasmin", "zoe");

    private ClientNames() {}

    /** So many different names: {@code bob}, {@code alice}, …, then {@code bob-2}, … */
    static List<String> of(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String name = NAMES.get(i % NAMES.size());
                    int turn = i / NAMES.size() + 1;
                    return turn == 1 ? name : name + "-" + turn;
                })
                .toList();
    }
}
