package dev.tributary.leaktest.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyboardUsersTest {

    private static List<Integer> words(Typing text) {
        return IntStream.range(0, text.length()).mapToObj(text::word).toList();
    }

    @Test
    void shouldDrawTheSameUsersWhenTheSeedIsTheSame() {
        KeyboardUser once = new KeyboardUsers(Language.of(40), 7, 12).user(3);
        KeyboardUser again = new KeyboardUsers(Language.of(40), 7, 12).all().get(3);
        KeyboardUser other = new KeyboardUsers(Language.of(40), 8, 12).user(3);

        assertThat(words(again.typed())).isEqualTo(words(once.typed())).isNotEqualTo(words(other.typed()));
        assertThat(again.secret()).isEqualTo(once.secret());
    }

    @Test
    void shouldTypeWordsOfOneUserAloneWhenManyType() {
        // Given
        KeyboardUsers keyboards = new KeyboardUsers(Language.of(40), 7, 12);

        // When
        List<KeyboardUser> users = keyboards.all();

        // Then
        for (KeyboardUser user : users) {
            Set<Integer> own = new HashSet<>(user.typed().distinctWords());
            users.stream()
                    .filter(other -> other != user)
                    .forEach(other -> own.removeAll(other.typed().distinctWords()));
            assertThat(own)
                    .as("words of user %d alone", user.index())
                    .contains(user.secret().key());
            assertThat(user.known().distinctWords())
                    .doesNotContain(user.secret().key());
        }
    }

    @Test
    void shouldTypeCommonWordsByTheirRankWhenTextsAreLong() {
        // Given
        KeyboardUsers keyboards = new KeyboardUsers(Language.of(1), 7, 5000);

        // When
        List<Integer> words = words(keyboards.user(0).known());

        // Then
        long first = words.stream().filter(word -> word <= 10 && word > 0).count();
        long middle = words.stream().filter(word -> word > 50 && word <= 60).count();
        assertThat(first).isGreaterThan(5 * middle);
        assertThat(middle).isPositive();
    }

    @Test
    void shouldNameEveryWordOnceWhenAVocabularyIsMade() {
        Vocabulary vocabulary = Vocabulary.of(Language.of(200), 7);

        assertThat(IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::text))
                .doesNotHaveDuplicates()
                .hasSize(1 + vocabulary.commonWords() + vocabulary.secretWords() + 10 * 6 + 200 * 2);
    }

    @Test
    void shouldRefuseWhenThereIsNobodyOrNothing() {
        assertThatThrownBy(() -> Language.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyboardUsers(Language.of(1), 7, 0)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> Typing.of(0, 0)).hasMessageContaining("were 2");
    }
}
