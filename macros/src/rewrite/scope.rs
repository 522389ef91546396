//! The scope around a body.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt as _;
use syn::{ItemFn, ReturnType, Type};

use super::awaits;
use super::private::Private;
use super::{Begin, of_timeout};
use crate::args::scope::Policy;
use crate::check::scope::Plan;
use crate::span;

/// What stands around the body of a function under `#[bounded_spawn]`.
pub(super) struct Around<'a> {
    private: &'a Private,
    name: Span,
    /// `P::ScopeOptions { .. }`
    pub(super) options: TokenStream,
    policy: Policy,
    /// From one end of the return type to the other.
    output: (Span, Span),
    /// The function returns `!`, so nothing says the type of its body.
    never_ends: bool,
    site: TokenStream,
    /// Those of the body.
    brace: syn::token::Brace,
}

impl<'a> Around<'a> {
    pub(super) fn new(
        private: &'a Private,
        plan: Plan,
        item: &ItemFn,
        output: Option<&Type>,
    ) -> Around<'a> {
        let ident = &item.sig.ident;
        let name = ident.span();
        let at = span::glue(name);
        let p = private.at(at);
        let limit = &plan.limit;
        let timeout = of_timeout(private, plan.timeout, name);
        let grace = of_timeout(private, plan.grace, name);
        let policy = Ident::new(
            match plan.policy {
                Policy::CancelSiblings => "CancelSiblings",
                Policy::WaitAll => "WaitAll",
                Policy::Supervise => "Supervise",
            },
            at,
        );
        let given = match &plan.name {
            Some(given) => quote_spanned!(at=> #p::Some(#p::name(#given))),
            None => quote_spanned!(at=> #p::None),
        };
        let options = quote_spanned! {at=>
            #p::ScopeOptions {
                limit: #limit,
                timeout: #timeout,
                grace: #grace,
                on_failure: #p::OnFailure::#policy,
                name: #given,
            }
        };
        let never_ends = matches!(output, Some(Type::Never(_)));
        let output = match (output, &item.sig.output) {
            (Some(output), _) => span::ends(output),
            (None, ReturnType::Type(_, declared)) => span::ends(declared),
            (None, ReturnType::Default) => span::ends(ident),
        };
        let site = awaits::site(private, &ident.unraw().to_string(), "", name);
        let brace = item.block.brace_token;
        Around { private, name, options, policy: plan.policy, output, never_ends, site, brace }
    }

    // use P::{..};
    // let __options = P::ScopeOptions { .. };
    // let __body = async move { BODY };
    // let __how = (&&&&&P::probe(&__body)).how();
    // let __ending = P::Probe::ending(&P::probe(&__body));
    // P::scope(__options, __body, __how, __ending, &SITE).await
    //
    // and with a root around it
    //
    // P::root(__token, __timeout, P::scope(..)).await
    pub(super) fn awaited(&self, root: Option<&Begin<'_>>, body: &TokenStream) -> TokenStream {
        let at = span::glue(self.name);
        let local = |name: &str| Ident::new(name, span::hidden(self.name));
        let p = self.private.at(at);
        let written = self.private.as_written(at);
        let (given, inside) = (local("__options"), local("__body"));
        let (how, ending) = (local("__how"), local("__ending"));
        let (options, site) = (&self.options, &self.site);
        let block = span::in_braces(self.brace, body);
        let probe = quote_spanned!(at=> #p::probe(&#inside));
        let ended = match self.policy {
            Policy::Supervise if self.never_ends => {
                quote_spanned!(at=> #p::EndingAny::ending_supervised(&#probe))
            }
            Policy::Supervise => {
                let probe = quote_spanned!(self.output.0=> (&&&#probe));
                let ends = quote_spanned!(self.output.1=> #probe.ending_supervised());
                self.private.check(&["ended"], ends, self.output)
            }
            Policy::CancelSiblings | Policy::WaitAll => {
                let inside = quote_spanned!(self.output.1=> &#inside);
                let probe = self.private.check(&["probe"], inside, self.output);
                let probe = quote_spanned!(self.output.0=> &#probe);
                self.private.check(&["Probe", "ending"], probe, self.output)
            }
        };
        let fails = if self.never_ends {
            quote_spanned!(at=> #p::HowAny::how(&#probe))
        } else {
            quote_spanned!(at=> (&&&&&#probe).how())
        };
        let scope = quote_spanned!(at=> #p::scope(#given, #inside, #how, #ending, #site));
        let (front, scope) = match root {
            None => (TokenStream::new(), scope),
            Some(Begin { token, timeout, .. }) => {
                let (of_root, until) = (local("__token"), local("__until"));
                (
                    quote_spanned!(at=> let #of_root = #token; let #until = #timeout;),
                    quote_spanned!(at=> #p::root(#of_root, #until, #scope)),
                )
            }
        };
        quote_spanned! {at=>
            #[allow(unused_imports)]
            use #written::{
                EndingAny as _, EndingResult as _, EndingUnit as _, HowAny as _, HowDebug as _, HowDisplay as _,
                HowError as _, HowResult as _,
            };
            #front
            let #given = #options;
            let #inside = async move #block;
            let #how = #fails;
            let #ending = #ended;
            #scope.await
        }
    }
}
