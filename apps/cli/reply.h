// SPDX-License-Identifier: Apache-2.0
// reply: the answer to a command, whoever gave it: the engine in this process, or the server that
// owns the data folder. Both look the same to everything that renders.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/settings.h"
#include "engine/engine.h"
#include "engine/request_table.h"
#include "server/negotiation.h"
#include "wire/json.h"

namespace meguri {

struct Reply {
  int exit_code = 0;
  bool is_problem = false;  // then `document` is an RFC 9457 problem
  Json document;            // the answer, when JSON was asked for
  std::string text;         // the answer, when another format was asked for
};

Reply reply_of(const Error& error, Language language);

// The exit code of a problem document: by its code, else by its HTTP status, else 1.
int exit_code_of(const Json& problem);

// What every command opens the engine with.
EngineOptions engine_options(const Settings& settings);

// Opens an engine; Engine::open but in tests.
using EngineOpener = std::function<Result<std::unique_ptr<Engine>>(const EngineOptions&)>;

// Asks the engine on `settings.data`; if another process owns the folder and has an address, asks
// it there. Fields named path, directory or directories are made absolute first: the owner may have
// been started elsewhere; files that only this machine's command line may name are sent along.
Reply ask(const RequestSpec& spec,
          RequestFields fields,
          Format format,
          const Settings& settings,
          const EngineOpener& open,
          const ProgressSink& progress);

}  // namespace meguri
