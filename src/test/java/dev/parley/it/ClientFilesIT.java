package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.it.Rest.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as browsers get it. */
class ClientFilesIT extends OnParley {

  @ParameterizedTest
  @ValueSource(strings = {"chat-connection.js", "use-chat.js", "page/chat-page.js"})
  void eachModuleThatPagesNameIsThere(String module) {
    Answer answer = rest.get("client/" + module);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/javascript");
    assertThat(answer.body()).contains("import");
  }

  /** Where they are bundled. Two of them on a page have one class, and one file of it. */
  @Test
  void anElementIsOneFileThatTheOthersShare() {
    String chat = rest.get("client/parley-chat.js").body();
    if (chat.contains("sourceMappingURL=")) {
      assertThat(chat).doesNotContain("from\"");
      assertThat(rest.get("client/parley-launcher.js").body()).contains("from\"./parley-chat.js\"");
      assertThat(rest.get("client/page/chat-page.js").body()).contains("from\"../parley-chat.js\"");
      assertThat(rest.get("client/use-chat.js").body()).contains("from\"./chat-connection.js\"");
      assertThat(chat).doesNotContain("import(");
    }
  }

  /** Where there is a program that makes maps for this machine, there are maps. */
  @Test
  void aMapThatAModuleNamesIsThere() {
    String module = rest.get("client/page/chat-page.js").body();
    if (module.contains("sourceMappingURL=")) {
      Answer map = rest.get("client/page/chat-page.js.map");

      assertThat(map.header("Content-Type")).startsWith("application/json");
      assertThat(map.json().get("sources")).isNotEmpty();
      assertThat(map.json().get("sources").toString()).doesNotContain("../../../../..", "\"/");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"package.json", "README.md"})
  void whatIsForDevelopersIsNot(String file) {
    assertThat(rest.get("client/" + file).status()).isEqualTo(404);
  }
}
