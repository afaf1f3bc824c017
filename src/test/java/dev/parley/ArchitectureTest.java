package dev.parley;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** How the house is built: who may know whom. */
@AnalyzeClasses(packages = "dev.parley", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** Each package, and those of ours that it may know; the root may know all, and is not here. */
  private static final Map<String, Set<String>> MAY_KNOW =
      new TreeMap<>(
          Map.of(
              "protocol", Set.of(),
              "audit", Set.of(),
              "payara", Set.of(),
              "web", Set.of("audit", "protocol"),
              "token", Set.of("web", "audit", "protocol"),
              "history", Set.of("audit", "protocol"),
              "room", Set.of("history", "token", "web", "audit", "protocol"),
              "socket", Set.of("room", "token", "audit", "protocol")));

  @ArchTest
  static void whatIsAnalysedIsTheWholeHouse(JavaClasses house) {
    Set<String> packages =
        house.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals("dev.parley"))
            .map(name -> name.substring("dev.parley.".length()))
            .collect(Collectors.toSet());
    assertThat(packages).containsExactlyInAnyOrderElementsOf(MAY_KNOW.keySet());
  }

  @ArchTest
  static void nobodyKnowsMoreThanTheirTaskNeeds(JavaClasses house) {
    MAY_KNOW.forEach(
        (name, known) -> {
          String[] unknown =
              MAY_KNOW.keySet().stream()
                  .filter(other -> !other.equals(name) && !known.contains(other))
                  .map(other -> "dev.parley." + other + "..")
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage("dev.parley." + name + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(unknown)
              .orShould()
              .dependOnClassesThat()
              .resideInAPackage("dev.parley")
              .check(house);
        });
  }

  @ArchTest
  static final ArchRule thePackagesAreFreeOfCycles =
      slices().matching("dev.parley.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlySocketKnowsWebSockets = onlyThePackage("socket", "jakarta.websocket..");

  @ArchTest
  static final ArchRule onlySocketKnowsTyrus = onlyThePackage("socket", "org.glassfish.tyrus..");

  @ArchTest
  static final ArchRule onlyRoomKnowsTokenBuckets = onlyThePackage("room", "io.github.bucket4j..");

  @ArchTest static final ArchRule onlyTokenKnowsJose = onlyThePackage("token", "org.jose4j..");

  @ArchTest
  static final ArchRule onlyHistoryKnowsDatabases =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.parley.history..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..", "com.zaxxer..");

  @ArchTest
  static final ArchRule noClassIsNamedForWhatItIsNot =
      noClasses().should().haveNameMatching(".*(Util|Utils|Impl|Helper)(\\$.*)?");

  @ArchTest
  static final ArchRule nobodyWritesToTheConsole = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static void theApplicationNamesEveryResourceAndProvider(JavaClasses house) {
    Set<String> annotated =
        house.stream()
            .filter(
                each -> each.isAnnotatedWith(Path.class) || each.isAnnotatedWith(Provider.class))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    assertThat(new ParleyApplication().getClasses())
        .extracting(Class::getName)
        .containsExactlyInAnyOrderElementsOf(annotated);
  }

  @ArchTest
  static final ArchRule everyPackageSaysWhatItIsForAndIsNullMarked =
      classes().should(resideInANullMarkedPackage());

  private static ArchRule onlyThePackage(String ours, String theirs) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("dev.parley." + ours + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(theirs);
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package with a @NullMarked package-info") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        JavaPackage home = item.getPackage();
        if (home.tryGetPackageInfo().isEmpty() || !home.isAnnotatedWith(NullMarked.class)) {
          events.add(violated(item, home.getName() + " is not @NullMarked"));
        }
      }
    };
  }
}
