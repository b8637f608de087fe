using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Generated.Tests;

/// <summary>Walks everything that can be reached from an object through fields and array elements.</summary>
internal static class ReachableObjects
{
    /// <summary>Asserts that no symbol, syntax node, location or compilation is kept alive: nothing at all of Roslyn's.</summary>
    public static void AssertNoneOfTheCompilation(IEnumerable<object?> roots)
    {
        foreach (object reached in From(roots))
            Assert.False(IsOfRoslyn(reached.GetType()), $"A step's result keeps a {reached.GetType()} alive.");
    }

    /// <summary>Whether a type, or the element type or an argument of it, is Roslyn's.</summary>
    public static bool IsOfRoslyn(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
        || (type.HasElementType && IsOfRoslyn(type.GetElementType()!))
        || type.GenericTypeArguments.Any(IsOfRoslyn);

    /// <summary>Every object that can be reached, each once; a struct as its boxed copy. Types and the like are not followed.</summary>
    public static IEnumerable<object> From(IEnumerable<object?> roots)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object?>(roots);
        while (open.TryPop(out object? next))
        {
            if (next is null or string or MemberInfo or Assembly or Pointer || next.GetType().IsPrimitive || next.GetType().IsEnum || !seen.Add(next))
                continue;
            yield return next;

            if (next is Array array)
            {
                foreach (object? item in array)
                    open.Push(item);
                continue;
            }

            foreach (FieldInfo field in Fields(next.GetType()))
            {
                if (!field.FieldType.IsByRefLike && !field.FieldType.IsPointer)
                    open.Push(field.GetValue(next));
            }
        }
    }

    /// <summary>The instance fields of a type and of those it derives from.</summary>
    public static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
        }
    }
}
