// SPDX-License-Identifier: Apache-2.0
// `meguri serve`: takes the port, opens the data folder, serves until told to stop.
#include <ostream>

#include "cli/page.h"
#include "cli/render.h"
#include "cli/run.h"
#include "engine/error_table.h"
#include "server/server.h"

namespace meguri {
namespace {

int fail(const Error& failure, const Settings& settings, std::ostream& err) {
  const Reply reply = reply_of(failure, settings.language);
  Page page(settings.language, false);
  render_problem(reply.document, page);
  err << page.text() << std::flush;
  return reply.exit_code;
}

}  // namespace

int serve(const Settings& settings, Surroundings& around) {
  RequestLog log(around.clock, settings.log, [&around](std::string_view line) {
    around.err << line << std::flush;
  });
  ServerOptions options;
  options.address = settings.address;
  options.port = settings.port;
  auto server = Server::listen(log, options);
  if (!server) return fail(server.error(), settings, around.err);
  // The folder's lock tells other commands where to ask, so that the port comes first.
  EngineOptions asked = engine_options(settings);
  asked.address = (*server)->url();
  asked.access_note_id = "cli.access_note_server";
  auto engine = around.open_engine(asked);
  if (!engine) return fail(engine.error(), settings, around.err);
  const Service service(**engine);
  (*server)->serve(service);
  (*server)->stop_on_signals();
  const std::string address = "http://localhost:" + std::to_string((*server)->port());
  around.out << render(Message{"cli.serving", {{"address", address}}}, settings.language) << "\n"
             << std::flush;
  (*server)->wait();
  log.event(LogLevel::info, "stopped");
  return exit_ok;
}

}  // namespace meguri
