# Short names for `cargo xtask`; `just --list` shows them.

# Start the whole product: `just dev --port 9000`, `just dev --fresh`
dev *ARGS:
    cargo xtask dev {{ARGS}}

# Pass every test: `just test`, `just test --only rust`
test *ARGS:
    cargo xtask test {{ARGS}}

# Measure the product: `just bench live`, `just bench --runs 30 --release`
bench *ARGS:
    cargo xtask bench {{ARGS}}

# Report the changes of the domain's rules that no test notices
mutants *ARGS:
    cargo xtask mutants {{ARGS}}

# Give generated input to the parsers of input from outside: `just fuzz webhook --seconds 600`
fuzz *ARGS:
    cargo xtask fuzz {{ARGS}}

# Run real broadcasts while all parts are restarted at random: `just soak --minutes 5`
soak *ARGS:
    cargo xtask soak {{ARGS}}

# Test the product with another product: `just interop keycloak`
interop *ARGS:
    cargo xtask interop {{ARGS}}

# Write docs/openapi.json and the page's types anew
generate:
    cargo xtask generate
