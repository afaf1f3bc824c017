package dev.parley.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import dev.parley.it.OnParley;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is here, who writes, and who is sent away, as the others see it. */
class PresenceIT extends OnParley {

  @RegisterExtension final Visitors visitors = new Visitors();

  private static URI base() {
    return BASE;
  }

  @Test
  void whoComesAndGoesIsSeen() {
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    ann.expectMembers(1);
    assertThat(ann.page().locator("#empty-title")).hasText("Bring someone in");
    Visitor zoe = visitors.arrive().joinByLink(ann.inviteLink(), "Zoe");
    zoe.expectMembers(2);
    ann.expectMembers(2);
    assertThat(ann.page().locator("#empty-title")).hasText("Zoe is here");

    ann.showMembers();
    assertThat(ann.members()).hasText(new String[] {"Ann", "Zoe"});
    assertThat(ann.page().locator("#member-list li:has(.tag) bdi")).hasText("Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    assertThat(ann.members()).hasText(new String[] {"Ann", "Bob", "Zoe"});

    bob.button("Leave room").click();
    bob.expectLobby();
    assertThat(ann.members()).hasText(new String[] {"Ann", "Zoe"});
    zoe.page().close();
    assertThat(ann.members()).hasText(new String[] {"Ann"});
    ann.expectMembers(1);

    ann.page().keyboard().press("Escape");
    assertThat(ann.page().locator("#members")).isHidden();
    assertThat(ann.page().locator("#show-members")).isFocused();
  }

  @Test
  void aSecondTabIsNobodyElse() {
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    ann.expectMembers(2);
    ann.page()
        .evaluate(
            """
            () => {
              window.counts = [];
              const count = document.querySelector('parley-chat').shadowRoot.getElementById('member-count');
              new MutationObserver(() => counts.push(count.textContent))
                .observe(count, { childList: true, characterData: true, subtree: true });
            }
            """);

    Visitor duplicate = bob.duplicateTab();
    duplicate.expectConnected();
    duplicate.expectMembers(2);
    bob.page().close();
    duplicate.say("Still here");
    assertThat(ann.othersMessages()).hasText("Still here");
    // Who comes and goes after it is seen after it.
    visitors.arrive().joinByLink(ann.inviteLink(), "Carol").page().close();
    ann.page().waitForFunction("() => counts.length >= 2");
    assertThat(ann.page().evaluate("counts")).isEqualTo(List.of("3", "2"));
  }

  @Test
  void theOthersSeeThatSomebodyIsTyping() {
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    Visitor carol = visitors.arrive().joinByLink(ann.inviteLink(), "Carol");

    bob.composer().pressSequentially("Hm");
    assertThat(ann.typing()).hasText("Bob is typing…");
    carol.composer().pressSequentially("Oh");
    assertThat(ann.typing()).hasText("Bob and Carol are typing…");
    assertThat(bob.typing()).hasText("Carol is typing…");
    bob.composer().press("Enter");
    assertThat(ann.othersMessages()).hasText("Hm");
    assertThat(ann.typing()).hasText("Carol is typing…");
    assertThat(ann.typing()).hasText(""); // she has not gone on
    assertThat(bob.typing()).hasText("");
  }

  @Test
  void whoIsRemovedByTheHostIsTold() {
    visitors.expectComplaint("status of 403");
    Visitor ann = visitors.arrive();
    ann.createRoom(base(), "Ann");
    Visitor bob = visitors.arrive().joinByLink(ann.inviteLink(), "Bob");
    ann.expectMembers(2);
    bob.say("You cannot make me");
    assertThat(ann.othersMessages()).hasCount(1);

    ann.showMembers();
    ann.page().onceDialog(Dialog::dismiss);
    ann.button("Remove Bob").click();
    ann.expectMembers(2);
    ann.page().onceDialog(Dialog::accept);
    ann.button("Remove Bob").click();
    assertThat(ann.page().locator("#toast")).hasText("Bob was removed");
    bob.expectStatus("closed", "Disconnected");
    assertThat(bob.banner()).containsText("A host has removed you from this room.");
    ann.expectMembers(1);
    bob.say("Hello?");
    assertThat(bob.page().locator("#text-error")).containsText("You are not in the room any more");
    assertThat(bob.composer()).hasValue("Hello?");

    bob.page().reload();
    assertThat(bob.banner()).containsText("You are no longer a member of this room.");
    bob.banner().getByText("Leave").click();
    bob.expectLobby();
    assertThat(ann.messages()).hasText(new String[] {"You cannot make me"});
  }
}
