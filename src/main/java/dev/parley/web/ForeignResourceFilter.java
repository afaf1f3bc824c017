package dev.parley.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers that there is nothing where a server puts something of its own among our addresses, as
 * TomEE does with MicroProfile's health, metrics and description of all interfaces.
 */
public class ForeignResourceFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    Problems.send(response, Problem.notFound("There is nothing at this address."));
  }
}
