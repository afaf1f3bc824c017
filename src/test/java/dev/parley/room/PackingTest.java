package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Dialect;
import dev.parley.protocol.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTest {

  private final Frame one = Frame.of("1");
  private final Frame two = Frame.of("2");
  private final Packing packing = new Packing();

  @Test
  void whoIsToGetTheSameGetsTheSameFrame() {
    Frame packed = pack(one, two);
    assertThat(packed.text()).isEqualTo("[1,2]");
    assertThat(pack(one, two)).isSameAs(packed);
  }

  @Test
  void whoIsToGetSomethingElseGetsThat() {
    pack(one, two);
    assertThat(pack(two).text()).isEqualTo("[2]");
    assertThat(pack(two, one).text()).isEqualTo("[2,1]");
    assertThat(pack(one, two, one).text()).isEqualTo("[1,2,1]");
    assertThat(pack(one, two).text()).isEqualTo("[1,2]");
  }

  @Test
  void whatReadsAlikeIsNotTheSame() {
    Frame packed = pack(one);
    assertThat(pack(Frame.of("1"))).isNotSameAs(packed);
  }

  @Test
  void whereNothingIsPackedItIsTheFrameItself() {
    Frame packed = pack(one);
    assertThat(packing.of(List.of(two), Dialect.PLAIN)).isSameAs(two);
    assertThat(pack(one)).as("others do not disturb it").isSameAs(packed);
  }

  private Frame pack(Frame... frames) {
    return packing.of(List.of(frames), Dialect.PARLEY_V1);
  }
}
